package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compiles the values that a pattern lists for a field: literals, and objects with one comparison operator. */
final class ValueTests {
    private ValueTests() {}

    static Predicate<JsonNode> parse(String path, JsonNode item) {
        if (!item.isObject()) {
            return literal(path, item);
        }
        if (item.size() != 1) {
            throw new InvalidPatternException(path, "Only one key allowed in match expression");
        }
        var operator = item.properties().iterator().next();
        return operator(path, operator.getKey(), operator.getValue());
    }

    private static Predicate<JsonNode> literal(String path, JsonNode wanted) {
        if (wanted.isArray()) {
            throw new InvalidPatternException(path, "Match value must be String, number, true, false, or null");
        }
        return value -> same(wanted, value);
    }

    private static boolean same(JsonNode wanted, JsonNode value) {
        boolean numbers = wanted.isNumber() && value.isNumber();
        return numbers ? wanted.decimalValue().compareTo(value.decimalValue()) == 0 : wanted.equals(value);
    }

    private static Predicate<JsonNode> operator(String path, String name, JsonNode operand) {
        return switch (name) {
            case "prefix", "suffix" -> affix(path, name, operand);
            case "equals-ignore-case" -> {
                String wanted = text(path, name, operand);
                yield texts(text -> text.equalsIgnoreCase(wanted));
            }
            case "wildcard" -> texts(wildcard(path, text(path, name, operand)));
            case "numeric" -> numeric(path, operand);
            case "anything-but" -> anythingBut(path, operand);
            default -> throw new InvalidPatternException(path, "Unrecognized match type " + name);
        };
    }

    private static Predicate<JsonNode> affix(String path, String name, JsonNode operand) {
        boolean anyCase = operand.isObject() && operand.size() == 1 && operand.has("equals-ignore-case");
        String given = text(path, name, anyCase ? operand.get("equals-ignore-case") : operand);
        String wanted = anyCase ? given.toLowerCase(Locale.ROOT) : given;
        return texts(text -> {
            String compared = anyCase ? text.toLowerCase(Locale.ROOT) : text;
            return name.equals("prefix") ? compared.startsWith(wanted) : compared.endsWith(wanted);
        });
    }

    private static Predicate<JsonNode> anythingBut(String path, JsonNode operand) {
        if (operand.isObject()) {
            if (operand.size() != 1) {
                throw new InvalidPatternException(path, "Only one key allowed in match expression");
            }
            var operator = operand.properties().iterator().next();
            List<Predicate<JsonNode>> excluded = new ArrayList<>();
            JsonNode values = operator.getValue();
            if (values.isArray()) {
                values.forEach(value -> excluded.add(operator(path, operator.getKey(), value)));
            } else {
                excluded.add(operator(path, operator.getKey(), values));
            }
            return texts(text -> true).and(value -> excluded.stream().noneMatch(each -> each.test(value)));
        }
        List<JsonNode> excluded = new ArrayList<>();
        if (operand.isArray()) {
            operand.forEach(excluded::add);
        } else {
            excluded.add(operand);
        }
        if (excluded.isEmpty() || excluded.stream().anyMatch(each -> !each.isTextual() && !each.isNumber())) {
            throw new InvalidPatternException(path, "anything-but must be texts or numbers");
        }
        return value -> excluded.stream().noneMatch(each -> same(each, value));
    }

    private static Predicate<JsonNode> numeric(String path, JsonNode operand) {
        if (!operand.isArray() || operand.isEmpty() || operand.size() % 2 != 0 || operand.size() > 4) {
            throw new InvalidPatternException(path, "numeric must be a list of operators, each with a number");
        }
        Predicate<JsonNode> all = JsonNode::isNumber;
        for (int i = 0; i < operand.size(); i += 2) {
            if (!operand.get(i + 1).isNumber()) {
                throw new InvalidPatternException(path, "Value of numeric match must be numeric");
            }
            all = all.and(
                    comparison(path, operand.get(i).asText(), operand.get(i + 1).decimalValue()));
        }
        return all;
    }

    private static Predicate<JsonNode> comparison(String path, String operator, BigDecimal bound) {
        return switch (operator) {
            case "=" -> value -> value.decimalValue().compareTo(bound) == 0;
            case "<" -> value -> value.decimalValue().compareTo(bound) < 0;
            case "<=" -> value -> value.decimalValue().compareTo(bound) <= 0;
            case ">" -> value -> value.decimalValue().compareTo(bound) > 0;
            case ">=" -> value -> value.decimalValue().compareTo(bound) >= 0;
            default -> throw new InvalidPatternException(path, "Unrecognized numeric range operator: " + operator);
        };
    }

    /** Compiles a wildcard: a star stands for anything, the slash included; a backslash takes a star or itself literally. */
    private static Predicate<String> wildcard(String path, String text) {
        if (text.replace("\\\\", "").replace("\\*", "").contains("**")) {
            throw new InvalidPatternException(path, "Consecutive wildcard characters");
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            } else if (c == '*') {
                regex.append(".*");
                continue;
            }
            regex.append(Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate();
    }

    private static Predicate<JsonNode> texts(Predicate<String> test) {
        return value -> value.isTextual() && test.test(value.textValue());
    }

    private static String text(String path, String operator, JsonNode operand) {
        if (!operand.isTextual()) {
            throw new InvalidPatternException(path, operator + " match pattern must be a string");
        }
        return operand.textValue();
    }
}

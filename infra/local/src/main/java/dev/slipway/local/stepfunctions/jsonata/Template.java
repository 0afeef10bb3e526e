package dev.slipway.local.stepfunctions.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A JSON value of a definition in which strings in {@code {% %}} are expressions. Compiled once, then only evaluated. */
public sealed interface Template {

    /**
     * Compiles a value.
     *
     * @param pointer where it stands, for {@code problems}
     * @param problems takes pointer and message of every expression that does not compile
     */
    static Template parse(JsonNode value, String pointer, BiConsumer<String, String> problems) {
        if (value.isObject()) {
            Map<String, Template> fields = new LinkedHashMap<>();
            value.properties()
                    .forEach(field -> fields.put(
                            field.getKey(), parse(field.getValue(), pointer + "/" + field.getKey(), problems)));
            return fields.values().stream().allMatch(Literal.class::isInstance)
                    ? new Literal(value)
                    : new Fields(fields);
        }
        if (value.isArray()) {
            List<Template> items = IntStream.range(0, value.size())
                    .mapToObj(i -> parse(value.get(i), pointer + "[" + i + "]", problems))
                    .toList();
            return items.stream().allMatch(Literal.class::isInstance) ? new Literal(value) : new Items(items);
        }
        return value.isTextual() ? parseText(value, pointer, problems) : new Literal(value);
    }

    private static Template parseText(JsonNode value, String pointer, BiConsumer<String, String> problems) {
        String text = value.textValue();
        if (!text.startsWith("{%")) {
            return new Literal(value);
        }
        if (!text.endsWith("%}") || text.length() < 4) {
            problems.accept(pointer, "A JSONata expression must start with '{%' and end with '%}'");
            return new Literal(value);
        }
        try {
            return new Computed(
                    Expression.compile(text.substring(2, text.length() - 2).strip()));
        } catch (IllegalArgumentException e) {
            problems.accept(pointer, "The JSONata expression does not parse: " + e.getMessage());
            return new Literal(value);
        }
    }

    /**
     * Evaluates every expression in it.
     *
     * @param location the field as AWS names it in a failure: {@code Output}
     * @throws EvaluationException where one gives no JSON value
     */
    JsonNode evaluate(Scope scope, String location);

    /**
     * Evaluates to a value of one type.
     *
     * @throws EvaluationException also where the type is another
     */
    default JsonNode evaluate(Scope scope, String location, JsonNodeType expected) {
        JsonNode value = evaluate(scope, location);
        if (value.getNodeType() != expected && this instanceof Computed computed) {
            throw computed.expression.failure(
                    location,
                    "returned an unexpected result type. Expected '" + name(expected) + "', but was '"
                            + name(value.getNodeType()) + "' for value: " + value);
        }
        return value;
    }

    private static String name(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** A value without expressions. */
    record Literal(JsonNode value) implements Template {
        @Override
        public JsonNode evaluate(Scope scope, String location) {
            return value;
        }
    }

    /** An expression. */
    final class Computed implements Template {
        private final Expression expression;

        private Computed(Expression expression) {
            this.expression = expression;
        }

        @Override
        public JsonNode evaluate(Scope scope, String location) {
            return expression.evaluate(scope, location);
        }
    }

    /** An object with an expression somewhere in it. */
    record Fields(Map<String, Template> fields) implements Template {
        @Override
        public JsonNode evaluate(Scope scope, String location) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            fields.forEach((name, value) -> object.set(name, value.evaluate(scope, location + "/" + name)));
            return object;
        }
    }

    /** An array with an expression somewhere in it. */
    record Items(List<Template> items) implements Template {
        @Override
        public JsonNode evaluate(Scope scope, String location) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < items.size(); i++) {
                array.add(items.get(i).evaluate(scope, location + "[" + i + "]"));
            }
            return array;
        }
    }
}

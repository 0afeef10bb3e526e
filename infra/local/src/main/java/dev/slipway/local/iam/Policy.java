package dev.slipway.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements of a principal's identity-based policies. An explicit deny wins; what nothing allows is denied.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public record Policy(List<Statement> statements) {
    /** Allows nothing. */
    public static final Policy NONE = new Policy(List.of());

    private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Action", "Resource", "Condition");

    public Policy {
        statements = List.copyOf(statements);
    }

    /** Returns a policy of one statement that allows actions on everything. */
    public static Policy allowing(String name, String... actions) {
        List<Wildcard> patterns =
                Arrays.stream(actions).map(Wildcard::ofAnyCase).toList();
        return new Policy(List.of(new Statement(name, true, patterns, List.of(Wildcard.ofCase("*")), List.of())));
    }

    /**
     * Reads a policy document.
     *
     * @param name of the policy
     * @param document with everything resolved
     * @throws IllegalArgumentException what is wrong in it or not implemented
     */
    public static Policy read(String name, JsonNode document) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode statement : items(document.path("Statement"))) {
            statements.add(statement(name, statement));
        }
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("policy " + name + " has no Statement");
        }
        return new Policy(statements);
    }

    /** Returns both, as one principal has them. */
    public Policy and(Policy other) {
        List<Statement> both = new ArrayList<>(statements);
        both.addAll(other.statements);
        return new Policy(both);
    }

    private static Statement statement(String policy, JsonNode node) {
        for (Map.Entry<String, JsonNode> element : node.properties()) {
            if (!ELEMENTS.contains(element.getKey())) {
                throw new IllegalArgumentException("policy element not implemented: " + element.getKey());
            }
        }
        String effect = node.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new IllegalArgumentException("Effect must be Allow or Deny: " + effect);
        }
        return new Statement(
                policy + "." + node.path("Sid").asText(),
                effect.equals("Allow"),
                patterns(node, "Action"),
                patterns(node, "Resource"),
                conditions(node.path("Condition")));
    }

    private static List<Wildcard> patterns(JsonNode statement, String element) {
        List<Wildcard> patterns = new ArrayList<>();
        for (String text : texts(statement.path(element), element)) {
            if (text.contains("${")) {
                throw new IllegalArgumentException("policy variable not implemented: " + text);
            }
            patterns.add(element.equals("Action") ? Wildcard.ofAnyCase(text) : Wildcard.ofCase(text));
        }
        return patterns;
    }

    private static List<Condition> conditions(JsonNode operators) {
        List<Condition> conditions = new ArrayList<>();
        operators
                .properties()
                .forEach(operator -> operator.getValue()
                        .properties()
                        .forEach(key -> conditions.add(Condition.of(
                                operator.getKey(), key.getKey(), texts(key.getValue(), "Condition " + key.getKey())))));
        return conditions;
    }

    private static List<String> texts(JsonNode value, String element) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items(value)) {
            if (!item.isTextual() && !item.isBoolean()) {
                throw new IllegalArgumentException(element + " must be a text or a list of texts");
            }
            texts.add(item.asText());
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(element + " is missing");
        }
        return texts;
    }

    /** One is written without a list. */
    private static Iterable<JsonNode> items(JsonNode value) {
        return value.isArray() ? value : value.isMissingNode() ? List.of() : List.of(value);
    }

    /** Evaluates an access. */
    public Decision decide(Access access) {
        List<String> denying = covering(access, false);
        List<String> allowing = covering(access, true);
        boolean allowed = denying.isEmpty() && !allowing.isEmpty();
        return new Decision(allowed, denying.isEmpty() ? allowing : denying);
    }

    private List<String> covering(Access access, boolean allowing) {
        return statements.stream()
                .filter(statement -> statement.allows() == allowing && statement.covers(access))
                .map(Statement::name)
                .toList();
    }
}

package dev.slipway.local.iam;

import java.util.List;
import java.util.Map;

/**
 * One condition key of a statement: it holds where the key has one of the values.
 *
 * @param ifExists whether it also holds where the access has no such key
 */
record Condition(Operator operator, boolean ifExists, String key, List<String> values) {
    private static final String IF_EXISTS = "IfExists";

    /** The operators that are implemented. */
    enum Operator {
        StringEquals,
        StringLike,
        ArnEquals,
        ArnLike,
        Bool;

        boolean holds(String value, String given) {
            return switch (this) {
                case StringEquals -> value.equals(given);
                case Bool -> value.equalsIgnoreCase(given);
                case StringLike, ArnEquals, ArnLike -> Wildcard.ofCase(value).matches(given);
            };
        }
    }

    Condition {
        values = List.copyOf(values);
    }

    /**
     * Reads an operator with its key and values.
     *
     * @throws IllegalArgumentException where the operator is not implemented
     */
    static Condition of(String operator, String key, List<String> values) {
        boolean ifExists = operator.endsWith(IF_EXISTS);
        String name = ifExists ? operator.substring(0, operator.length() - IF_EXISTS.length()) : operator;
        for (Operator known : Operator.values()) {
            if (known.name().equals(name)) {
                return new Condition(known, ifExists, key, values);
            }
        }
        throw new IllegalArgumentException("condition operator not implemented: " + operator);
    }

    /** The names of keys are alike in any case. */
    boolean holds(Map<String, String> context) {
        return context.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .findFirst()
                .map(entry -> values.stream().anyMatch(value -> operator.holds(value, entry.getValue())))
                .orElse(ifExists);
    }
}

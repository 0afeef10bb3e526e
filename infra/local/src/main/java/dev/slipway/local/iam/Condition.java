package dev.slipway.local.iam;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * One condition key of a statement: it holds where the key has one of the values.
 *
 * @param ifExists whether it also holds where the access has no such key
 */
record Condition(Operator operator, boolean ifExists, String key, List<String> values) {
    private static final String IF_EXISTS = "IfExists";

    /** The operators that are implemented. */
    enum Operator {
        StringEquals(String::equals),
        StringLike((value, given) -> Wildcard.ofCase(value).matches(given)),
        ArnEquals((value, given) -> Wildcard.ofCase(value).matches(given)),
        ArnLike((value, given) -> Wildcard.ofCase(value).matches(given)),
        Bool(String::equalsIgnoreCase);

        private final BiPredicate<String, String> test;

        Operator(BiPredicate<String, String> test) {
            this.test = test;
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
                .map(entry -> values.stream().anyMatch(value -> operator.test.test(value, entry.getValue())))
                .orElse(ifExists);
    }
}

package dev.slipway.local.iam;

import java.util.regex.Pattern;

/** A text in which {@code *} stands for any characters and {@code ?} for any one, across every separator. */
final class Wildcard {
    private final String text;
    private final Pattern pattern;

    private Wildcard(String text, int flags) {
        this.text = text;
        String expression = text.chars().mapToObj(Wildcard::expression).collect(java.util.stream.Collectors.joining());
        this.pattern = Pattern.compile(expression, flags | Pattern.DOTALL);
    }

    static Wildcard ofCase(String text) {
        return new Wildcard(text, 0);
    }

    static Wildcard ofAnyCase(String text) {
        return new Wildcard(text, Pattern.CASE_INSENSITIVE);
    }

    private static String expression(int character) {
        return switch (character) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(character));
        };
    }

    boolean matches(String candidate) {
        return pattern.matcher(candidate).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}

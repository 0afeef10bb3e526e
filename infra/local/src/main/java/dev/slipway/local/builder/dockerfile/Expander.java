package dev.slipway.local.builder.dockerfile;

import java.util.Optional;
import java.util.function.Function;

/** Replaces variables in a word and takes off its quotes, as Docker's shell lexer does. */
public final class Expander {
    private final char escape;
    private final Function<String, Optional<String>> variables;

    /** Takes values from a function; a variable that it does not know is empty. */
    public Expander(char escape, Function<String, Optional<String>> variables) {
        this.escape = escape;
        this.variables = variables;
    }

    /** Expands one word. */
    public String word(Instruction place, String word) {
        return new Cursor(place, word, true).until((char) 0);
    }

    /** Expands the text of a here-document, in which quotes are text. */
    public String document(Instruction place, String text) {
        return new Cursor(place, text, false).until((char) 0);
    }

    private final class Cursor {
        private final Instruction place;
        private final String text;
        private final boolean quotes;
        private int at;

        Cursor(Instruction place, String text, boolean quotes) {
            this.place = place;
            this.text = text;
            this.quotes = quotes;
        }

        /** Reads up to a closing character, which is taken too; 0 stands for the end of the text. */
        String until(char end) {
            StringBuilder out = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == end && end != 0) {
                    return out.toString();
                } else if (c == '$') {
                    out.append(variable());
                } else if (c == escape && at < text.length()) {
                    escaped(out, end);
                } else if (quotes && c == '\'' && end != '"') {
                    out.append(literal());
                } else if (quotes && c == '"' && end != '"') {
                    out.append(until('"'));
                } else {
                    out.append(c);
                }
            }
            if (end != 0) {
                throw place.problem("unexpected end of statement while looking for matching " + end);
            }
            return out.toString();
        }

        private void escaped(StringBuilder out, char end) {
            char c = text.charAt(at++);
            // In double quotes and in documents only what would have a meaning loses its escape.
            boolean keeps = end == '"' ? c != '"' && c != '$' && c != escape : !quotes && c != '$' && c != escape;
            if (keeps) {
                out.append(escape);
            }
            out.append(c);
        }

        private String literal() {
            int close = text.indexOf('\'', at);
            if (close < 0) {
                throw place.problem("unexpected end of statement while looking for matching single-quote");
            }
            String inside = text.substring(at, close);
            at = close + 1;
            return inside;
        }

        private String variable() {
            if (at < text.length() && text.charAt(at) == '{') {
                at++;
                return braced();
            }
            String name = name();
            return name.isEmpty() ? "$" : variables.apply(name).orElse("");
        }

        private String name() {
            int start = at;
            while (at < text.length() && isName(text.charAt(at), at == start)) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isName(char c, boolean first) {
            boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return letter || (!first && c >= '0' && c <= '9');
        }

        private String braced() {
            String name = name();
            if (name.isEmpty() || at >= text.length()) {
                throw place.problem("bad substitution in " + text);
            }
            Optional<String> value = variables.apply(name);
            char c = text.charAt(at++);
            if (c == '}') {
                return value.orElse("");
            }
            // With a colon an empty value counts as none.
            if (c == ':' && at < text.length()) {
                value = value.filter(given -> !given.isEmpty());
                c = text.charAt(at++);
            }
            String word = until('}');
            return switch (c) {
                case '-' -> value.orElse(word);
                case '+' -> value.isPresent() ? word : "";
                case '?' -> value.orElseThrow(() -> place.problem(name + ": " + (word.isEmpty() ? "not set" : word)));
                default -> throw place.problem("unsupported modifier (%s) in substitution: %s".formatted(c, text));
            };
        }
    }
}

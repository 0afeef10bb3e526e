package dev.slipway.local.builder.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits the arguments of ENV, LABEL and ARG as a shell would, quotes kept for the expander to judge. */
public final class Words {
    private Words() {}

    /** Splits at white space that is neither quoted nor escaped. */
    public static List<String> split(String text, char escape) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(c).append(text.charAt(++i));
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (word.length() > 0) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                quote = quoteAfter(c, quote);
                word.append(c);
            }
        }
        if (word.length() > 0) {
            words.add(word.toString());
        }
        return words;
    }

    private static char quoteAfter(char c, char quote) {
        if (quote != 0) {
            return c == quote ? 0 : quote;
        }
        return c == '"' || c == '\'' ? c : 0;
    }

    /** Reads {@code name=value} pairs, or the old form {@code name value} that ENV and LABEL have. */
    public static Map<String, String> pairs(Instruction instruction, char escape) {
        List<String> words = split(instruction.arguments(), escape);
        Map<String, String> pairs = new LinkedHashMap<>();
        if (words.get(0).indexOf('=') < 0) {
            String[] old = instruction.arguments().strip().split("\\s+", 2);
            if (old.length < 2) {
                throw instruction.problem(instruction.keyword() + " must have two arguments");
            }
            pairs.put(old[0], old[1]);
            return pairs;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw instruction.problem("can't find = in \"%s\". Must be of the form: name=value".formatted(word));
            }
            pairs.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return pairs;
    }
}

package dev.slipway.plan.dockerfile;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes words so that Dockerfiles and shells take them as they are. */
public final class Quoting {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,~$-]+");
    private static final Pattern PLAIN_IN_SHELL = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private Quoting() {}

    static boolean needsJson(String word) {
        return !PLAIN.matcher(word).matches();
    }

    /** Returns a JSON array of strings, as the exec form of an instruction takes it. */
    public static String json(Collection<String> words) {
        return words.stream().map(Quoting::json).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns the word for a POSIX shell, in quotes where it needs them. */
    public static String shell(String word) {
        return PLAIN_IN_SHELL.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String json(String word) {
        StringBuilder out = new StringBuilder("\"");
        word.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}

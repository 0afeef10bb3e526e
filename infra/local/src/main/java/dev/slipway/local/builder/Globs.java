package dev.slipway.local.builder;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns the patterns of COPY and of .dockerignore into regular expressions. */
final class Globs {
    private static final String SPECIAL = "\\.^$+(){}|";

    private Globs() {}

    /** One segment, as Go's filepath.Match reads it. */
    static Pattern segment(String glob) {
        return compile(glob, translate(glob, false));
    }

    /** A whole path, in which {@code **} stands for any number of folders. */
    static Pattern path(String glob) {
        return compile(glob, translate(glob, true));
    }

    private static String translate(String glob, boolean folders) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            if (c == '*' && folders && i < glob.length() && glob.charAt(i) == '*') {
                i++;
                boolean slash = i < glob.length() && glob.charAt(i) == '/';
                i += slash ? 1 : 0;
                regex.append(slash ? "(.*/)?" : ".*");
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[' || c == ']' || c == '-' || c == ',') {
                // Classes are written alike in both, but for the character that negates.
                regex.append(c);
            } else if (c == '\\' && i < glob.length()) {
                regex.append(Pattern.quote(String.valueOf(glob.charAt(i++))));
            } else {
                boolean negates = c == '^' && regex.length() > 0 && regex.charAt(regex.length() - 1) == '[';
                regex.append(SPECIAL.indexOf(c) >= 0 && !negates ? "\\" + c : String.valueOf(c));
            }
        }
        return regex.toString();
    }

    private static Pattern compile(String glob, String regex) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("syntax error in pattern: " + glob, e);
        }
    }
}

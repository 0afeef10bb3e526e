package dev.slipway.cli.ignore;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates a pattern of a {@code .dockerignore} to a regular expression: Go's {@code filepath.Match} with {@code **}
 * for any number of folders, none included.
 */
final class DockerGlob {
    private DockerGlob() {}

    static Pattern compile(String glob) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            if (c == '*' && at < glob.length() && glob.charAt(at) == '*') {
                at++;
                if (at < glob.length() && glob.charAt(at) == '/') {
                    at++;
                }
                out.append(at == glob.length() ? ".*" : "(?:.*/)?");
            } else if (c == '*') {
                out.append("[^/]*");
            } else if (c == '?') {
                out.append("[^/]");
            } else if (c == '[' && glob.indexOf(']', at) > 0) {
                at = characterClass(glob, at, out);
            } else if (c == '\\' && at < glob.length()) {
                out.append(Pattern.quote(String.valueOf(glob.charAt(at++))));
            } else {
                out.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(out.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            // A class that Go refuses too; taken by the letter, so that the build itself reports it.
            return Pattern.compile(Pattern.quote(glob));
        }
    }

    private static int characterClass(String glob, int start, StringBuilder out) {
        int end = glob.indexOf(']', start);
        String members = glob.substring(start, end).replace("[", "\\[").replace("&", "\\&");
        out.append("(?!/)[").append(members).append(']');
        return end + 1;
    }
}

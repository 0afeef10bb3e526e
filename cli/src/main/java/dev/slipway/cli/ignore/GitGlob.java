package dev.slipway.cli.ignore;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates a glob of a {@code .gitignore} to a regular expression.
 *
 * <p>Follows git's own matcher with path names: {@code *} and {@code ?} stop at a slash, {@code **} crosses it only
 * where it stands alone between slashes, a class never takes a slash. See <a
 * href="https://git-scm.com/docs/gitignore#_pattern_format">gitignore, pattern format</a>.
 */
final class GitGlob {
    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("space", "\\s"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private final String glob;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private GitGlob(String glob) {
        this.glob = glob;
    }

    /** Returns the expression, or null for a glob that can match nothing: an open class or a trailing backslash. */
    static @Nullable Pattern compile(String glob) {
        GitGlob translation = new GitGlob(glob);
        return translation.translate() ? Pattern.compile(translation.out.toString(), Pattern.DOTALL) : null;
    }

    private boolean translate() {
        while (at < glob.length()) {
            char c = glob.charAt(at++);
            boolean valid = true;
            switch (c) {
                case '*' -> stars();
                case '?' -> out.append("[^/]");
                case '[' -> valid = characterClass();
                case '\\' -> valid = escape();
                default -> literal(c);
            }
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    private void stars() {
        int first = at - 1;
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        boolean alone = at - first == 2
                && (first == 0 || glob.charAt(first - 1) == '/')
                && (at == glob.length() || glob.charAt(at) == '/');
        if (!alone) {
            out.append("[^/]*");
        } else if (at == glob.length()) {
            out.append(".*");
        } else {
            at++;
            out.append("(?:.*/)?");
        }
    }

    private boolean escape() {
        if (at == glob.length()) {
            return false;
        }
        literal(glob.charAt(at++));
        return true;
    }

    private boolean characterClass() {
        StringBuilder members = new StringBuilder();
        boolean negated = at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^');
        if (negated) {
            at++;
        }
        boolean first = true;
        while (at < glob.length() && (first || glob.charAt(at) != ']')) {
            first = false;
            if (!member(members)) {
                return false;
            }
        }
        if (at == glob.length()) {
            return false;
        }
        at++;
        if (members.isEmpty()) {
            // Only ranges turned around, such as [z-a]: they hold nothing.
            out.append(negated ? "[^/]" : "(?!)");
        } else {
            out.append("(?!/)[").append(negated ? "^" : "").append(members).append(']');
        }
        return true;
    }

    private boolean member(StringBuilder members) {
        if (glob.startsWith("[:", at)) {
            int end = glob.indexOf(":]", at + 2);
            String name = end < 0 ? null : POSIX.get(glob.substring(at + 2, end));
            if (name != null) {
                members.append(name);
                at = end + 2;
                return true;
            }
            if (end >= 0) {
                return false;
            }
        }
        char low = memberCharacter();
        boolean range = at + 1 < glob.length() && glob.charAt(at) == '-' && glob.charAt(at + 1) != ']';
        if (!range) {
            quoteMember(members, low);
            return true;
        }
        at++;
        char high = memberCharacter();
        if (high >= low) {
            quoteMember(members, low);
            members.append('-');
            quoteMember(members, high);
        }
        return true;
    }

    private char memberCharacter() {
        char c = glob.charAt(at++);
        return c == '\\' && at < glob.length() ? glob.charAt(at++) : c;
    }

    private static void quoteMember(StringBuilder members, char c) {
        if ("[]\\^-&".indexOf(c) >= 0) {
            members.append('\\');
        }
        members.append(c);
    }

    private void literal(char c) {
        if (!Character.isLetterOrDigit(c) && c < 128) {
            out.append('\\');
        }
        out.append(c);
    }
}

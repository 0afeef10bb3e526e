package dev.slipway.cli.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file in the syntax of {@code .gitignore}.
 *
 * @param glob matches the path below the file's folder when anchored, else the last name alone
 * @param segments of the glob, for telling whether it could match below a folder
 */
record GitRule(Pattern glob, List<String> segments, boolean anchored, boolean negated, boolean foldersOnly) {
    GitRule {
        segments = List.copyOf(segments);
    }

    /** Reads the rules of a file; lines that can match nothing are left out, as git does. */
    static List<GitRule> parse(String text) {
        List<GitRule> rules = new ArrayList<>();
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : content.split("\n", -1)) {
            parseLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
                    .ifPresent(rules::add);
        }
        return List.copyOf(rules);
    }

    static Optional<GitRule> parseLine(String line) {
        String rest = withoutTrailingSpaces(line);
        if (rest.isEmpty() || rest.startsWith("#")) {
            return Optional.empty();
        }
        boolean negated = rest.startsWith("!");
        if (negated) {
            rest = rest.substring(1);
        }
        boolean foldersOnly = rest.endsWith("/");
        if (foldersOnly) {
            rest = rest.substring(0, rest.length() - 1);
        }
        boolean anchored = rest.indexOf('/') >= 0;
        if (rest.startsWith("/")) {
            rest = rest.substring(1);
        }
        Pattern glob = rest.isEmpty() ? null : GitGlob.compile(rest);
        if (glob == null) {
            return Optional.empty();
        }
        return Optional.of(new GitRule(glob, List.of(rest.split("/", -1)), anchored, negated, foldersOnly));
    }

    boolean matches(String path, boolean folder) {
        if (foldersOnly && !folder) {
            return false;
        }
        String subject = anchored ? path : path.substring(path.lastIndexOf('/') + 1);
        return glob.matcher(subject).matches();
    }

    /** Says whether an anchored rule could match something below a folder, itself unmatched. */
    boolean mayMatchBelow(String folder) {
        if (!anchored) {
            return false;
        }
        String[] names = folder.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            if (i >= segments.size()) {
                return false;
            }
            if (segments.get(i).equals("**")) {
                return true;
            }
            Pattern segment = GitGlob.compile(segments.get(i));
            if (segment == null || !segment.matcher(names[i]).matches()) {
                return false;
            }
        }
        return segments.size() > names.length;
    }

    /** Returns what the last matching rule says. */
    static Verdict judge(List<GitRule> rules, @Nullable String path, boolean folder) {
        if (path == null) {
            return Verdict.NONE;
        }
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matches(path, folder)) {
                return rules.get(i).negated() ? Verdict.KEEP : Verdict.DROP;
            }
        }
        return Verdict.NONE;
    }

    /** A trailing space counts only after a backslash. */
    private static String withoutTrailingSpaces(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && !escaped(line, end - 1)) {
            end--;
        }
        return line.substring(0, end);
    }

    private static boolean escaped(String line, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && line.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}

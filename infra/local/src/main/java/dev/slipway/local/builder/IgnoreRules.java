package dev.slipway.local.builder;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of a .dockerignore file: a path is left out when the last rule that matches it, or a folder above it, is
 * not one that begins with an exclamation mark.
 *
 * @see <a href="https://docs.docker.com/build/concepts/context/#dockerignore-files">.dockerignore files</a>
 */
final class IgnoreRules {
    private record Rule(Pattern pattern, boolean keeps) {}

    private final List<Rule> rules;
    private final boolean anyKeeps;

    private IgnoreRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        this.anyKeeps = rules.stream().anyMatch(Rule::keeps);
    }

    static IgnoreRules parse(List<String> lines) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (line.startsWith("#") || text.isEmpty()) {
                continue;
            }
            boolean keeps = text.startsWith("!");
            String path =
                    String.join("/", FileTree.segments(keeps ? text.substring(1).strip() : text));
            if (!path.isEmpty()) {
                rules.add(new Rule(Globs.path(path), keeps));
            }
        }
        return new IgnoreRules(rules);
    }

    /** Tells whether a path is left out. */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            // A rule that would change nothing need not be matched.
            if (rule.keeps() == ignored && matches(rule.pattern(), path)) {
                ignored = !rule.keeps();
            }
        }
        return ignored;
    }

    /** Tells whether nothing below a folder that is left out can be kept, so that it need not be walked. */
    boolean prunes() {
        return !anyKeeps;
    }

    private static boolean matches(Pattern pattern, String path) {
        for (String at = path; !at.isEmpty(); at = FileTree.parent(at)) {
            if (pattern.matcher(at).matches()) {
                return true;
            }
        }
        return false;
    }
}

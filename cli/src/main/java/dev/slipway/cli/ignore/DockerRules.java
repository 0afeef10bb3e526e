package dev.slipway.cli.ignore;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of a {@code .dockerignore}, which are not git's: every pattern begins at the root, matches whole paths, takes
 * all that is below a match with it, and a later exception reaches into an excluded folder. See <a
 * href="https://docs.docker.com/build/concepts/context/#dockerignore-files">Docker, build context</a>.
 */
final class DockerRules {
    private final List<Rule> rules;

    private DockerRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    static DockerRules none() {
        return new DockerRules(List.of());
    }

    static DockerRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : content.split("\n", -1)) {
            String rest = line.startsWith("#") ? "" : line.strip();
            boolean negated = rest.startsWith("!");
            String pattern = clean(negated ? rest.substring(1).strip() : rest);
            if (!pattern.isEmpty()) {
                rules.add(new Rule(DockerGlob.compile(pattern), negated));
            }
        }
        return new DockerRules(rules);
    }

    boolean excludes(String path) {
        boolean excluded = false;
        for (Rule rule : rules) {
            if (rule.negated() == excluded && rule.matchesPathOrParent(path)) {
                excluded = !rule.negated();
            }
        }
        return excluded;
    }

    /** Says whether an exception could bring back something from an excluded folder. */
    boolean hasExceptions() {
        return rules.stream().anyMatch(Rule::negated);
    }

    /** Takes out empty and dot segments, and lets {@code ..} take the segment before it. */
    private static String clean(String pattern) {
        List<String> segments = new ArrayList<>();
        for (String segment : pattern.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    private record Rule(Pattern glob, boolean negated) {
        boolean matchesPathOrParent(String path) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                if (glob.matcher(path.substring(0, end)).matches()) {
                    return true;
                }
            }
            return false;
        }
    }
}

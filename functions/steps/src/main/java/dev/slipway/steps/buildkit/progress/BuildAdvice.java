package dev.slipway.steps.buildkit.progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what to do about a step that failed, where its last lines tell: one line of hint. */
final class BuildAdvice {
    private static final List<Rule> RULES = List.of(
            rule(
                    "npm (?:error|ERR!) [Mm]issing script: \"?([^\" ]+)\"?",
                    "package.json has no \"$1\" script; remove the step or add the script"),
            rule(
                    "npm (?:error|ERR!).*can only install with an existing package-lock",
                    "npm ci needs a package-lock.json; deploy the one that npm install writes"),
            rule(
                    "npm (?:error|ERR!).*package.json and package-lock.json.*are in sync",
                    "package-lock.json is older than package.json; deploy the one that npm install writes"),
            rule(
                    "(?:^|: )([A-Za-z0-9._+-]+): (?:command )?not found",
                    "there is no $1 in the image at that step; install it before, or begin FROM an image that has it"),
            rule(
                    "OutOfMemoryError|heap out of memory|Cannot allocate memory",
                    "the step ran out of memory; let it use less, or build on a larger machine"),
            rule(
                    "Could not resolve host|Temporary failure (?:in name resolution|resolving)|ENOTFOUND|EAI_AGAIN",
                    "the build could not look up a host name; check the name and the builder's network"),
            rule("(?:^|: )([^ :]+): [Pp]ermission denied", "make $1 executable, or run it by its interpreter"));

    private BuildAdvice() {}

    /** Returns advice for a step by what it printed last; the newest line that tells counts. */
    static Optional<String> of(List<String> lastLines) {
        List<String> newestFirst = new ArrayList<>(lastLines);
        Collections.reverse(newestFirst);
        return RULES.stream()
                .flatMap(rule -> newestFirst.stream().flatMap(line -> rule.apply(line).stream()))
                .findFirst();
    }

    private static Rule rule(String pattern, String advice) {
        return new Rule(Pattern.compile(pattern), advice);
    }

    private record Rule(Pattern pattern, String advice) {
        Optional<String> apply(String line) {
            Matcher found = pattern.matcher(line);
            return found.find()
                    ? Optional.of(found.groupCount() == 0 ? advice : advice.replace("$1", found.group(1)))
                    : Optional.empty();
        }
    }
}

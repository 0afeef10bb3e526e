package dev.slipway.steps.buildkit.progress;

import dev.slipway.plan.dockerfile.DockerfileText;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in the Dockerfile a build failed.
 *
 * <p>BuildKit says so itself: {@code Dockerfile:9} and a ruler, above the lines. Where its client is too old for that, or a
 * step was ended from outside, the step is looked for in the Dockerfile. Not thread-safe.
 */
final class SourcePlace {
    private static final Pattern PLACE = Pattern.compile("\\S.*:(\\d+)");
    private static final Pattern RULER = Pattern.compile("-{10,}");
    /** All that a client without buildx says of a syntax error. */
    private static final Pattern SYNTAX = Pattern.compile(".*dockerfile parse error on line (\\d+): .*");

    private static final Pattern STEP = Pattern.compile("\\[[^\\]]*\\] (.+)", Pattern.DOTALL);
    /** What a Dockerfile says and what a step is called differ in these, by escapes and continued lines. */
    private static final Pattern LOOSE = Pattern.compile("[\\s\"'\\\\]+");

    private @Nullable String shown;
    private @Nullable DockerfileText text;
    private int candidate;
    private int line;

    /** Sets which Dockerfile it is, as a person knows it. */
    void dockerfile(String name, String content) {
        shown = name;
        text = DockerfileText.parse(content);
    }

    /** Takes a line that the builder printed beside its progress. */
    void take(String printed) {
        Matcher place = PLACE.matcher(printed);
        if (line == 0 && candidate > 0 && RULER.matcher(printed).matches()) {
            line = candidate;
        }
        Matcher syntax = SYNTAX.matcher(printed);
        if (line == 0 && syntax.matches()) {
            line = Integer.parseInt(syntax.group(1));
        }
        candidate = place.matches() ? Integer.parseInt(place.group(1)) : 0;
    }

    /** Returns {@code Dockerfile:9}, or null when nobody knows the line. */
    @Nullable
    String of(@Nullable String step) {
        if (shown == null) {
            return null;
        }
        if (line > 0) {
            return shown + ":" + line;
        }
        OptionalInt found = step == null ? OptionalInt.empty() : find(step);
        return found.isPresent() ? shown + ":" + found.getAsInt() : null;
    }

    private OptionalInt find(String step) {
        Matcher instruction = STEP.matcher(step);
        if (text == null || !instruction.matches()) {
            return OptionalInt.empty();
        }
        String wanted = loose(instruction.group(1));
        int[] lines = text.lines(
                (keyword, operands) -> loose(keyword + " " + operands).equals(wanted));
        return lines.length == 1 ? OptionalInt.of(lines[0]) : OptionalInt.empty();
    }

    private static String loose(String text) {
        return LOOSE.matcher(text).replaceAll("");
    }
}

package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.plan.dockerfile.DockerfileText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a build what would explain its failure: the step that is to blame, its place in the Dockerfile, the exit code and
 * the last lines.
 *
 * <p>Kept are the last lines of each step, so memory does not grow with what a build prints. Not thread-safe.
 */
final class FailureReport {
    private static final int MOST_LINES = 20;
    private static final Pattern EXIT = Pattern.compile("exit code: (\\d+)");
    private static final Pattern PLACE = Pattern.compile("(?:Dockerfile|Containerfile)[^\\s:]*:\\d+");
    /** A line of its own, above the lines of the Dockerfile that BuildKit quotes. */
    private static final Pattern HEADING = Pattern.compile("[^\\s#:][^\\s:]*:\\d+");

    private static final Pattern SYNTAX = Pattern.compile("dockerfile parse error on line (\\d+): (.*)");
    private static final Pattern FINAL = Pattern.compile("(?i:error): (?:failed to build: )?failed to solve: (.*)");
    /** What a cache cannot do makes a build slower, and never fails it. */
    private static final Pattern CACHE = Pattern.compile("(?:importing|exporting) cache .*|exporting cache to .*");

    /** How BuildKit says that a file to copy is missing, before it names the file. */
    private static final String CHECKSUM = "^failed to calculate checksum of ref \\S+: ";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Deque<String>> tails = new HashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();
    private final Deque<String> other = new ArrayDeque<>();
    private @Nullable DockerfileText dockerfile;
    private @Nullable String error;
    private @Nullable String place;
    private boolean told;

    /** Takes the Dockerfile that is built. */
    void dockerfile(DockerfileText text) {
        dockerfile = text;
    }

    /** Takes what a tool says beside the records. */
    void line(String line) {
        keep(other, line);
        Matcher solve = FINAL.matcher(line);
        if (solve.matches()) {
            error = solve.group(1);
        }
        if (HEADING.matcher(line).matches()) {
            place = line;
        }
    }

    void vertex(JsonNode vertex) {
        String digest = vertex.path("digest").asText();
        String name = names.computeIfAbsent(digest, first -> vertex.path("name").asText());
        String failed = vertex.path("error").asText("");
        // BuildKit marks what depended on the failing step as cancelled.
        if (!failed.isEmpty()
                && !failed.contains("context canceled")
                && !CACHE.matcher(name).matches()) {
            errors.put(digest, failed);
        }
    }

    void output(JsonNode log) {
        String text = new String(Base64.getDecoder().decode(log.path("data").asText("")), StandardCharsets.UTF_8);
        Deque<String> tail = tails.computeIfAbsent(log.path("vertex").asText(), vertex -> new ArrayDeque<>());
        text.lines().forEach(line -> keep(tail, line));
    }

    /** Takes the builder's own word on why it failed. */
    void error(String cause) {
        error = cause;
        told = true;
        Matcher named = PLACE.matcher(cause);
        if (place == null && named.find()) {
            place = named.group();
        }
    }

    /** Notes that the builder's process ended with a code and no image. */
    void exited(int code) {
        if (error == null && errors.isEmpty()) {
            error = other.isEmpty() ? "the builder exited with " + code : other.peekLast();
        }
    }

    String cause() {
        String step = step();
        Integer code = exitCode();
        String where = place();
        if (step != null && code != null) {
            return "step \"" + step + "\"" + (where == null ? "" : " (" + where + ")") + " exited with " + code;
        }
        String why = reason();
        if (why == null) {
            return "the build ended without an image";
        }
        Matcher syntax = SYNTAX.matcher(why);
        String text = syntax.matches() ? String.valueOf(syntax.group(2)) : why.replaceFirst(CHECKSUM, "");
        return where == null || text.contains(where) ? text : where + ": " + text;
    }

    @Nullable
    String step() {
        String blamed = blamed();
        return blamed == null ? null : names.get(blamed);
    }

    @Nullable
    Integer exitCode() {
        String why = reason();
        Matcher exit = EXIT.matcher(why == null ? "" : why);
        return exit.find() ? Integer.valueOf(exit.group(1)) : null;
    }

    @Nullable
    String place() {
        if (place != null) {
            return place;
        }
        Matcher syntax = SYNTAX.matcher(error == null ? "" : error);
        if (syntax.matches()) {
            return "Dockerfile:" + syntax.group(1);
        }
        String step = step();
        if (dockerfile == null || step == null) {
            return null;
        }
        OptionalInt line = dockerfile.line(step.replaceFirst("^\\[[^]]*] ", ""));
        return line.isPresent() ? "Dockerfile:" + line.getAsInt() : null;
    }

    List<String> lines() {
        String blamed = blamed();
        return new ArrayList<>(blamed == null ? other : tails.getOrDefault(blamed, other));
    }

    private @Nullable String reason() {
        String blamed = blamed();
        return told || blamed == null ? error : errors.get(blamed);
    }

    /** The step whose error the whole build ended with, else the first that failed. */
    private @Nullable String blamed() {
        for (Map.Entry<String, String> failed : errors.entrySet()) {
            if (error != null && error.endsWith(failed.getValue())) {
                return failed.getKey();
            }
        }
        return errors.isEmpty() ? null : errors.keySet().iterator().next();
    }

    private static void keep(Deque<String> tail, String line) {
        tail.addLast(line);
        if (tail.size() > MOST_LINES) {
            tail.removeFirst();
        }
    }
}

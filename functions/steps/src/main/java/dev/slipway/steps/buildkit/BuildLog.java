package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.step.BuildResult;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a build's progress: BuildKit's rawjson goes on to the log as it comes, and what explains a failure is kept.
 *
 * <p>Kept are the last lines of each step and the step records without their output, so memory does not grow with what a
 * build prints. Not thread-safe.
 */
final class BuildLog {
    private static final int MOST_LINES = 20;
    private static final int MOST_RECORDS = 20_000;
    private static final Pattern EXIT = Pattern.compile("exit code: (\\d+)");
    private static final Pattern PLACE = Pattern.compile("(?:Dockerfile|Containerfile)[^\\s:]*:\\d+");

    private final PrintStream out;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Deque<String>> tails = new HashMap<>();
    private final List<String> records = new ArrayList<>();
    private final Deque<String> other = new ArrayDeque<>();
    private @Nullable String failedVertex;
    private @Nullable String error;
    private @Nullable String hint;
    private @Nullable String place;

    BuildLog(PrintStream out) {
        this.out = out;
    }

    /** Takes one line: a rawjson record, or what a tool said beside it. */
    void line(String line) {
        out.println(line);
        if (!line.startsWith("{")) {
            keep(other, line);
            place(line);
            return;
        }
        try {
            JsonNode record = Codec.parse(line);
            record.path("vertexes").forEach(this::vertex);
            record.path("logs").forEach(this::output);
            if (record.has("vertexes") && records.size() < MOST_RECORDS) {
                records.add(Codec.write(Map.of("vertexes", record.path("vertexes"))));
            }
        } catch (InvalidEventException e) {
            keep(other, line);
        }
    }

    /** Takes the builder's own word on why it failed. */
    void error(String cause, String advice) {
        error = cause;
        hint = advice.isEmpty() ? null : advice;
        place(error);
        out.println("ERROR: " + error);
    }

    /** Notes that the builder's process ended with a code and no image. */
    void exited(int code) {
        if (error == null && !other.isEmpty()) {
            error = other.peekLast();
        } else if (error == null) {
            error = "the builder exited with " + code;
        }
    }

    /** Returns the step records as JSON lines. */
    String progress() {
        return String.join("\n", records);
    }

    BuildResult result(BuildSettings settings, String builder, Optional<String> digest) {
        if (digest.isEmpty()) {
            return failure(settings, builder, cause(), hint);
        }
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder,
                digest.get(),
                digest.get(),
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    BuildResult failure(BuildSettings settings, String builder, String cause, @Nullable String advice) {
        out.println("ERROR: failed to build " + settings.app() + ": " + cause);
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder,
                null,
                null,
                step(),
                place,
                exitCode(),
                cause,
                advice == null ? "see its whole output with: slipway logs --build " + settings.deploymentId() : advice,
                tail());
    }

    private void vertex(JsonNode vertex) {
        String digest = vertex.path("digest").asText();
        names.putIfAbsent(digest, vertex.path("name").asText());
        String failed = vertex.path("error").asText("");
        // BuildKit marks what depended on the failing step as cancelled; the first real error is the one to name.
        if (!failed.isEmpty() && failedVertex == null && !failed.contains("context canceled")) {
            failedVertex = digest;
            error = error == null ? failed : error;
        }
    }

    private void output(JsonNode log) {
        String text = new String(Base64.getDecoder().decode(log.path("data").asText("")), StandardCharsets.UTF_8);
        Deque<String> tail = tails.computeIfAbsent(log.path("vertex").asText(), vertex -> new ArrayDeque<>());
        text.lines().forEach(line -> keep(tail, line));
    }

    private String cause() {
        String step = step();
        Integer code = exitCode();
        if (step != null && code != null) {
            return "step \"" + step + "\"" + (place == null ? "" : " (" + place + ")") + " exited with " + code;
        }
        return error == null ? "the build ended without an image" : error;
    }

    private @Nullable String step() {
        return failedVertex == null ? null : names.get(failedVertex);
    }

    private @Nullable Integer exitCode() {
        Matcher exit = EXIT.matcher(error == null ? "" : error);
        return exit.find() ? Integer.valueOf(exit.group(1)) : null;
    }

    private List<String> tail() {
        Deque<String> tail = failedVertex == null ? other : tails.getOrDefault(failedVertex, other);
        return List.copyOf(tail);
    }

    private void place(String line) {
        Matcher found = PLACE.matcher(line);
        if (place == null && found.find()) {
            place = found.group();
        }
    }

    private static void keep(Deque<String> tail, String line) {
        tail.addLast(line);
        if (tail.size() > MOST_LINES) {
            tail.removeFirst();
        }
    }
}

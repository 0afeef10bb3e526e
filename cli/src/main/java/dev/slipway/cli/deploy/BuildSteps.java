package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a build that are at work, from what BuildKit writes to the log.
 *
 * <p>A line is a {@code SolveStatus} of BuildKit as JSON, or one of its plain progress where the engine knows no other:
 * {@code #7 [2/4] RUN make}, {@code #7 DONE 1.2s}. Other lines are passed over. Not thread-safe.
 */
final class BuildSteps {
    private static final Pattern PLAIN_START = Pattern.compile("#([0-9]+) (\\[.+)");
    private static final Pattern PLAIN_END = Pattern.compile("#([0-9]+) (?:DONE|CACHED|ERROR|CANCELED)\\b.*");

    private final Map<String, Running> running = new LinkedHashMap<>();

    /** Takes a line that was written at a time. */
    void take(String line, Instant at) {
        String text = line.strip();
        if (text.startsWith("{\"vertexes\"")) {
            try {
                Codec.parse(text).path("vertexes").forEach(vertex -> vertex(vertex, at));
            } catch (InvalidEventException e) {
                // A line of the build itself that only looks like ours.
            }
            return;
        }
        Matcher start = PLAIN_START.matcher(text);
        Matcher end = PLAIN_END.matcher(text);
        if (start.matches()) {
            running.putIfAbsent(start.group(1), new Running(start.group(2), at));
        } else if (end.matches()) {
            running.remove(end.group(1));
        }
    }

    /** Returns the step that has run longest; what the Dockerfile says counts before what BuildKit does by itself. */
    Optional<Running> longest() {
        return running.values().stream()
                .filter(step -> !step.isInternal())
                .findFirst()
                .or(() -> running.values().stream().findFirst());
    }

    /** Returns how many steps of the Dockerfile are at work. */
    long count() {
        return running.values().stream().filter(step -> !step.isInternal()).count();
    }

    private void vertex(JsonNode vertex, Instant at) {
        String digest = vertex.path("digest").asText();
        if (vertex.hasNonNull("completed")
                || vertex.path("cached").asBoolean()
                || !vertex.path("error").asText("").isEmpty()) {
            running.remove(digest);
        } else if (vertex.hasNonNull("started")) {
            running.putIfAbsent(
                    digest,
                    new Running(
                            vertex.path("name").asText(),
                            time(vertex.path("started").asText(), at)));
        }
    }

    /** The builder's clock may be ahead of the log's: then the step has begun when it was told of. */
    private static Instant time(String text, Instant told) {
        try {
            Instant started = Instant.parse(text);
            return started.isAfter(told) ? told : started;
        } catch (DateTimeException e) {
            return told;
        }
    }

    /** A step that has started and not ended. */
    record Running(String name, Instant since) {
        private boolean isInternal() {
            return !name.startsWith("[") || name.startsWith("[internal]") || name.startsWith("[auth]");
        }
    }
}

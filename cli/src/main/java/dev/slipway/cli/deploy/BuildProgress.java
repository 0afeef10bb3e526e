package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.pipeline.Logs;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a build is at, from the progress that BuildKit writes to its log.
 *
 * <p>A line is a {@code SolveStatus} of BuildKit as JSON; the vertex that has started and not completed is the step at
 * work. Other lines are passed over. The log is looked at while the build runs long enough for somebody to wonder.
 */
final class BuildProgress {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Duration INTERVAL = Duration.ofMillis(800);

    private final Logs logs;
    private Logs.@Nullable BuildLog log;
    private Instant nextLook = Instant.MAX;
    private String step = "";

    BuildProgress(Logs logs) {
        this.logs = logs;
    }

    void begin(String buildId) {
        log = logs.build(buildId);
        nextLook = Instant.now().plus(PATIENCE);
    }

    /** Returns the step at work, if it is time to look and there is one. */
    Optional<String> look() {
        Logs.BuildLog open = log;
        if (open == null || Instant.now().isBefore(nextLook)) {
            return Optional.empty();
        }
        nextLook = Instant.now().plus(INTERVAL);
        try {
            open.next().forEach(line -> take(line.text()));
        } catch (SdkException e) {
            // The log is a comfort; the build goes on without anybody looking.
            nextLook = Instant.MAX;
        }
        return step.isEmpty() ? Optional.empty() : Optional.of(step);
    }

    Optional<String> summary() {
        return Optional.empty();
    }

    private void take(String line) {
        if (!line.startsWith("{")) {
            return;
        }
        try {
            for (JsonNode vertex : Codec.parse(line.strip()).path("vertexes")) {
                if (vertex.hasNonNull("started") && !vertex.hasNonNull("completed")) {
                    step = vertex.path("name").asText();
                }
            }
        } catch (InvalidEventException e) {
            // A line of the build itself that only looks like ours.
        }
    }
}

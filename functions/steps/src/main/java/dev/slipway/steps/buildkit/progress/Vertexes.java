package dev.slipway.steps.buildkit.progress;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.step.BuildStep;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The steps of a build, from BuildKit's status records.
 *
 * <p>A build may solve a graph more than once: the image, then what is added to it. A step of a later solve that an earlier
 * one has done is no step of its own. Not thread-safe.
 */
final class Vertexes {
    /** So many steps are told in the build's result; a Dockerfile with more is no Dockerfile any more. */
    private static final int MOST_STEPS = 500;

    private static final String CANCELLED = "context canceled";
    private static final String CACHE_IMPORT = "importing cache manifest";

    private final Clock clock;
    private final Map<String, Vertex> all = new LinkedHashMap<>();
    private int solve;

    Vertexes(Clock clock) {
        this.clock = clock;
    }

    void nextSolve() {
        solve++;
    }

    /** Takes a status record. */
    void take(JsonNode record) {
        record.path("vertexes").forEach(this::vertex);
        record.path("logs")
                .forEach(log -> output(
                        log.path("vertex").asText(),
                        new String(Base64.getDecoder().decode(log.path("data").asText("")), StandardCharsets.UTF_8)));
    }

    /** Returns a step by what the builder calls it, a new one under this name where there is none. */
    Vertex vertex(String id, String name) {
        return all.computeIfAbsent(key(id), unused -> new Vertex(name));
    }

    void output(String id, String text) {
        Vertex vertex = vertex(id, "");
        text.lines().forEach(vertex::output);
    }

    /** Returns the step to blame: the first that failed by itself. What depended on it is told of as cancelled. */
    Optional<Vertex> failed() {
        return all.values().stream()
                .filter(vertex -> vertex.error() != null)
                .filter(vertex -> !Objects.requireNonNull(vertex.error()).contains(CANCELLED))
                // A cache that is not there is none that failed.
                .filter(vertex -> !vertex.name().startsWith(CACHE_IMPORT))
                .findFirst();
    }

    /** Returns the step of the Dockerfile that has run longest and not ended. */
    Optional<Vertex> running() {
        return all.values().stream()
                .filter(vertex -> vertex.isRunning() || isCancelled(vertex))
                .filter(Vertex::isOfTheDockerfile)
                .min(Comparator.comparing(vertex -> Objects.requireNonNull(vertex.started())));
    }

    private static boolean isCancelled(Vertex vertex) {
        String error = vertex.error();
        return vertex.started() != null && error != null && error.contains(CANCELLED);
    }

    /** Returns what was done, in the order in which it began. */
    List<BuildStep> steps() {
        Instant now = clock.instant();
        List<BuildStep> steps = new ArrayList<>();
        all.forEach((key, vertex) -> {
            Instant started = vertex.started();
            if (started != null && !(vertex.isCached() && isOfALaterSolve(key))) {
                steps.add(vertex.step(started, now));
            }
        });
        steps.sort(Comparator.comparing(BuildStep::startedAt));
        return List.copyOf(steps.subList(0, Math.min(steps.size(), MOST_STEPS)));
    }

    private void vertex(JsonNode json) {
        Vertex vertex = vertex(json.path("digest").asText(), json.path("name").asText());
        time(json.path("started")).ifPresent(vertex::start);
        time(json.path("completed")).ifPresent(vertex::complete);
        if (json.path("cached").asBoolean()) {
            vertex.cached();
        }
        String error = json.path("error").asText("");
        if (!error.isEmpty()) {
            vertex.fail(error);
        }
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String key(String id) {
        return solve + "/" + id;
    }

    private static boolean isOfALaterSolve(String key) {
        return !key.startsWith("0/");
    }
}

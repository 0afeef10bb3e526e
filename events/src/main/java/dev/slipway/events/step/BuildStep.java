package dev.slipway.events.step;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a build, a vertex of BuildKit's graph, from when work on it began to when it was done.
 *
 * @param name as BuildKit shows it: {@code [build 4/7] RUN mvn package}
 * @param cached whether an earlier build had done it
 * @param error why it failed; absent when it did not
 */
public record BuildStep(
        String name,
        Instant startedAt,
        Instant completedAt,
        boolean cached,
        @Nullable String error) {
    public BuildStep {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(completedAt, "completedAt");
        if (completedAt.isBefore(startedAt)) {
            throw new IllegalArgumentException("completedAt must not be before startedAt");
        }
    }
}

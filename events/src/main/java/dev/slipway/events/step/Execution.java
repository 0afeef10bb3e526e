package dev.slipway.events.step;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The execution that a step runs in, from the context object.
 *
 * @param arn of the execution
 * @param redriveCount how often it was redriven; part of deterministic span ids
 * @param attempt which attempt of its state this is, 1 for the first; absent where nobody counts
 */
public record Execution(
        String arn,
        int redriveCount,
        Instant startedAt,
        @Nullable Integer attempt) {
    public Execution {
        Objects.requireNonNull(arn, "arn");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /** Names an execution beside any attempt of a state. */
    public Execution(String arn, int redriveCount, Instant startedAt) {
        this(arn, redriveCount, startedAt, null);
    }
}

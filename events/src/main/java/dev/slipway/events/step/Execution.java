package dev.slipway.events.step;

import java.time.Instant;
import java.util.Objects;

/**
 * The execution that a step runs in, from the context object.
 *
 * @param arn of the execution
 * @param redriveCount how often it was redriven; part of deterministic span ids
 */
public record Execution(String arn, int redriveCount, Instant startedAt) {
    public Execution {
        Objects.requireNonNull(arn, "arn");
        Objects.requireNonNull(startedAt, "startedAt");
    }
}

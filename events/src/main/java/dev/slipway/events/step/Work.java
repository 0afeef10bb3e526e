package dev.slipway.events.step;

import java.time.Instant;
import java.util.Objects;

/**
 * When a step was at work by its own clock: from the start of its first span to the end of its last. Where a deployment is
 * traced it stands beside the fields of every step's result, so that record_outcome can name the time between two steps.
 */
public record Work(Instant from, Instant until) {
    /** Name of the field in a step's result. */
    public static final String FIELD = "work";

    public Work {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("until must not be before from");
        }
    }
}

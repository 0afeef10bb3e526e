package dev.slipway.events.state;

import dev.slipway.events.Stage;
import java.time.Instant;
import java.util.Objects;

/** How long a phase took, in milliseconds. */
public record PhaseTime(Stage name, Instant startedAt, long durationMs) {
    public PhaseTime {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(startedAt, "startedAt");
    }
}

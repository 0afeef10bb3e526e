package dev.slipway.events.state;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a deployment ended: the part of its record that only the end knows. */
public record Outcome(
        DeploymentStatus status,
        @Nullable Long version,
        @Nullable String url,
        @Nullable Failure failure,
        List<PhaseTime> phases) {
    public Outcome {
        Objects.requireNonNull(status, "status");
        if (!status.isTerminal()) {
            throw new IllegalArgumentException("status must be terminal");
        }
        phases = List.copyOf(phases);
    }
}

package dev.slipway.cli.deploy;

import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.PhaseTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a deployment ended, as {@code --output json} writes it: a contract with scripts. */
public record DeployReport(
        String deploymentId,
        String app,
        @Nullable Long version,
        DeploymentStatus status,
        @Nullable String url,
        @Nullable String traceId,
        long durationMs,
        List<PhaseTime> phases,
        @Nullable Failure failure) {
    public DeployReport {
        phases = List.copyOf(phases);
    }
}

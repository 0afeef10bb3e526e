package dev.slipway.events.step;

import dev.slipway.events.state.DeploymentStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the deployment ended, for the last states of the workflow. */
public record RecordOutcomeResult(
        DeploymentStatus status,
        String deploymentId,
        @Nullable String cause) {
    public RecordOutcomeResult {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(deploymentId, "deploymentId");
    }
}

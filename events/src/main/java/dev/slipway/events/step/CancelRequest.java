package dev.slipway.events.step;

import dev.slipway.events.AppName;
import dev.slipway.events.DeploymentId;
import java.util.Objects;

/**
 * Asks record_outcome to close the record of a deployment whose workflow has not begun: there is no execution to stop,
 * and record_outcome alone writes how a deployment ended.
 *
 * @param cause who cancelled it, for the record
 */
public record CancelRequest(String app, String deploymentId, String cause) {
    public CancelRequest {
        AppName.require(Objects.requireNonNull(app, "app"));
        Objects.requireNonNull(cause, "cause");
        if (!DeploymentId.isValid(Objects.requireNonNull(deploymentId, "deploymentId"))) {
            throw new IllegalArgumentException("deploymentId must be a ULID");
        }
    }
}

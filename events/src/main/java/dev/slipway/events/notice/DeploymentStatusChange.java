package dev.slipway.events.notice;

import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detail of an event with source {@code slipway} and detail type {@value #DETAIL_TYPE}; also the object
 * {@code results/<app>/<name>.json} that answers an upload, and its copy beside the upload.
 */
public record DeploymentStatusChange(
        int schema,
        String pipeline,
        String deploymentId,
        String app,
        DeploymentStatus status,
        @Nullable Long version,
        @Nullable String url,
        @Nullable String traceId,
        @Nullable Failure failure,
        Instant time) {
    /** What EventBridge rules match. */
    public static final String DETAIL_TYPE = "Slipway Deployment Status Change";

    public DeploymentStatusChange {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(time, "time");
    }
}

package dev.slipway.events.notice;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detail of an event with source {@code slipway} and detail type {@value #DETAIL_TYPE}: traffic of an app goes to another
 * version now, by a deployment, a rollback or a repair.
 *
 * @param previous version that traffic went to before; absent for the app's first
 * @param deploymentId of the deployment that wants the version to run
 */
public record VersionLaunched(
        int schema,
        String pipeline,
        String app,
        long version,
        @Nullable Long previous,
        String deploymentId,
        String url,
        @Nullable String traceId,
        Instant time) {
    /** What EventBridge rules match. */
    public static final String DETAIL_TYPE = "Slipway Version Launched";

    public VersionLaunched {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(time, "time");
    }
}

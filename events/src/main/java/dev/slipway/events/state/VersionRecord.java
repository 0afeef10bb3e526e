package dev.slipway.events.state;

import dev.slipway.events.TraceContext;
import dev.slipway.events.plan.RunConfig;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code apps/<app>/versions/<n>.json}: what can be run, for ever the same.
 *
 * @param image reference by digest: {@code <registry>/<repository>@sha256:<64 hex>}
 * @param appDigest manifest digest of the image that was built from the source
 * @param runDigest manifest digest of the image that runs; another one where an adapter was added for Lambda
 * @param environmentRevision which revision of the app's environment it runs with; values stay there
 * @param attestations about the image that was built from the source; absent where the build said nothing of them
 */
public record VersionRecord(
        int schema,
        String app,
        long version,
        String deploymentId,
        String image,
        String appDigest,
        String runDigest,
        String stack,
        String builder,
        RunConfig config,
        @Nullable String environmentRevision,
        @Nullable TraceContext trace,
        Instant createdAt,
        @Nullable Attestations attestations) {
    public VersionRecord {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(appDigest, "appDigest");
        Objects.requireNonNull(runDigest, "runDigest");
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(builder, "builder");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}

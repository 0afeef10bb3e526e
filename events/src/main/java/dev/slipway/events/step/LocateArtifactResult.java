package dev.slipway.events.step;

import dev.slipway.events.state.Attestations;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The image that a deployment built.
 *
 * @param image reference by digest: {@code <registry>/<repository>@sha256:<64 hex>}, of the image to run
 * @param appDigest manifest digest of the image built from the source
 * @param runDigest manifest digest of the image to run
 * @param builder which builder built it: {@code buildx}, {@code docker}, {@code buildctl} or {@code embedded}
 * @param attestations about the image built from the source; absent where the build said nothing of them
 */
public record LocateArtifactResult(
        String image,
        String appDigest,
        String runDigest,
        String builder,
        @Nullable Attestations attestations) {
    public LocateArtifactResult {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(appDigest, "appDigest");
        Objects.requireNonNull(runDigest, "runDigest");
        Objects.requireNonNull(builder, "builder");
    }
}

package dev.slipway.events.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One archive of source in the bucket.
 *
 * @param key object key; below {@code sources/} or {@code incoming/}
 * @param digest {@code sha256:<64 hex>} of the object's bytes; absent for an upload without the CLI
 * @param size of the object in bytes
 * @param versionId pins the object where the bucket keeps versions
 * @param etag pins the object where it does not, with its quotes
 */
public record SourceLayer(
        String key,
        @Nullable String digest,
        long size,
        @Nullable String versionId,
        @Nullable String etag) {
    public SourceLayer {
        Objects.requireNonNull(key, "key");
        if (size < 0) {
            throw new IllegalArgumentException("size must be non-negative");
        }
    }
}

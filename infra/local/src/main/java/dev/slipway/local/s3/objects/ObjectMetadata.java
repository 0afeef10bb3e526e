package dev.slipway.local.s3.objects;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of an object when it stores it, and gets back with it.
 *
 * @param user user metadata, names without {@code x-amz-meta-}
 */
public record ObjectMetadata(
        @Nullable String contentType,
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable Instant expires,
        Map<String, String> user) {

    public ObjectMetadata {
        user = Map.copyOf(user);
    }
}

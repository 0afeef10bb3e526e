package dev.slipway.local.s3.objects;

import java.time.Instant;

/**
 * An object as it was published.
 *
 * @param etag without quotes
 * @param sequencer 16 hexadecimal digits that grow with every change in this store, also across restarts
 */
public record StoredObject(
        String key, long size, String etag, Instant lastModified, String sequencer, ObjectMetadata metadata) {}

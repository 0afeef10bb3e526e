package dev.slipway.steps.s3trigger;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** EventBridge's Object Created event, as far as it matters here ("Amazon S3 User Guide", EventBridge event structure). */
record Upload(Instant time, Detail detail) {
    Upload {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(detail, "detail");
    }

    record Detail(Bucket bucket, S3Object object) {}

    record Bucket(String name) {}

    /** The new object; the sequencer orders the events of one key. */
    record S3Object(
            String key,
            long size,
            @Nullable String etag,
            @Nullable String sequencer) {}
}

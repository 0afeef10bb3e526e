package dev.slipway.steps.s3trigger;

import com.fasterxml.jackson.annotation.JsonProperty;
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

    /** The new object; the sequencer orders the events of one key, the version is there where the bucket keeps them. */
    record S3Object(
            String key,
            long size,
            @Nullable String etag,
            @JsonProperty("version-id") @Nullable String versionId,
            @Nullable String sequencer) {}
}

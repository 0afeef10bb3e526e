package dev.slipway.local.s3.awssdk;

import dev.slipway.local.s3.objects.Condition;
import dev.slipway.local.s3.objects.StoredObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/**
 * The conditions of a read. An ETag has precedence over a time, as RFC 9110 has it.
 *
 * @param unmodified the status where the client already has what is there: 304 for a GET, 412 for a copy
 */
record ReadCondition(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        int unmodified) {

    static ReadCondition of(GetObjectRequest request) {
        return new ReadCondition(
                request.ifMatch(), request.ifNoneMatch(), request.ifModifiedSince(), request.ifUnmodifiedSince(), 304);
    }

    static ReadCondition of(CopyObjectRequest request) {
        return new ReadCondition(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince(),
                412);
    }

    void check(StoredObject object) {
        // HTTP's times have no fractions.
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        boolean holds = ifMatch != null
                ? Condition.matches(ifMatch, object)
                : ifUnmodifiedSince == null || !modified.isAfter(ifUnmodifiedSince);
        if (!holds) {
            throw failed(412);
        }
        boolean changed = ifNoneMatch != null
                ? !Condition.matches(ifNoneMatch, object)
                : ifModifiedSince == null || modified.isAfter(ifModifiedSince);
        if (!changed) {
            throw failed(unmodified);
        }
    }

    private static RuntimeException failed(int status) {
        String code = status == 304 ? "NotModified" : "PreconditionFailed";
        return SdkErrors.of(status, code, "At least one of the pre-conditions you specified did not hold");
    }
}

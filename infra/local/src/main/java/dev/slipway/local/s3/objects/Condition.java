package dev.slipway.local.s3.objects;

import dev.slipway.local.front.AwsException;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a write, judged under the lock of its key.
 *
 * @param ifMatch the ETag that must be there
 * @param ifNoneMatch the ETag that must not be there; {@code *} for any
 */
public record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    /** No condition. */
    public static final Condition NONE = new Condition(null, null);

    void check(@Nullable StoredObject current) {
        if (ifMatch != null && current == null) {
            throw new AwsException(404, "NoSuchKey", "The specified key does not exist.");
        }
        if ((ifMatch != null && !matches(ifMatch, current)) || (ifNoneMatch != null && matches(ifNoneMatch, current))) {
            throw new AwsException(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
    }

    /** Returns whether an ETag, quoted or not, or {@code *}, is that of an object. */
    public static boolean matches(String etag, @Nullable StoredObject object) {
        return object != null && (etag.equals("*") || unquote(etag).equals(object.etag()));
    }

    static String unquote(String etag) {
        return etag.length() > 1 && etag.startsWith("\"") && etag.endsWith("\"")
                ? etag.substring(1, etag.length() - 1)
                : etag;
    }
}

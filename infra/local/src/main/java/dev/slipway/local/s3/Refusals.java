package dev.slipway.local.s3;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.iam.AccessDenied;
import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Words as errors of S3 what was thrown while a call was answered. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static AwsException of(Exception thrown) {
        // What the store or S3Proxy met while they read the body comes as the cause of something else.
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            AwsException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        if (thrown instanceof UnsupportedOperationException) {
            return new AwsException(501, "NotImplemented", String.valueOf(thrown.getMessage()));
        }
        if (thrown instanceof IllegalArgumentException) {
            return new AwsException(400, "InvalidArgument", String.valueOf(thrown.getMessage()));
        }
        LOG.warn("failed to answer a call to S3", thrown);
        return new AwsException(500, "InternalError", "We encountered an internal error. Please try again.");
    }

    private static @Nullable AwsException known(Throwable thrown) {
        if (thrown instanceof AwsException refusal) {
            return refusal;
        }
        if (thrown instanceof AwsServiceException refusal) {
            AwsErrorDetails details = refusal.awsErrorDetails();
            return details == null
                    ? new AwsException(refusal.statusCode(), "InternalError", String.valueOf(refusal.getMessage()))
                    : new AwsException(refusal.statusCode(), details.errorCode(), details.errorMessage());
        }
        if (thrown instanceof AccessDenied denied) {
            return new AwsException(403, "AccessDenied", denied.getMessage());
        }
        if (thrown instanceof EOFException) {
            return new AwsException(400, "IncompleteBody", "The request body terminated unexpectedly");
        }
        if (thrown instanceof TimeoutException) {
            return new AwsException(
                    400,
                    "RequestTimeout",
                    "Your socket connection to the server was not read from or written to within the timeout period.");
        }
        return null;
    }
}

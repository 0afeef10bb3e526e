package dev.slipway.local.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3Proxy's implementation of the protocol, and how its errors are written. */
final class S3Protocol extends S3ProxyHandler {
    private static final long MAX_OBJECT = 5L * 1024 * 1024 * 1024;
    /** A body that is signed as a whole is read before its signature is known to be right. */
    private static final long MAX_SIGNED_WHOLE = 32L * 1024 * 1024;

    private static final String REQUEST_ID = "x-amz-request-id";
    private static final int MAX_CHUNK = 16 * 1024 * 1024;
    private static final int MAX_SKEW_SECONDS = 5 * 60;

    S3Protocol(BlobStore anonymous) {
        // Credentials that nobody has: the locator names those that count.
        super(
                anonymous,
                AuthenticationType.AWS_V4,
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                null,
                MAX_OBJECT,
                MAX_SIGNED_WHOLE,
                MAX_CHUNK,
                false,
                null,
                null,
                MAX_SKEW_SECONDS);
    }

    void answer(S3Request request, HttpServletResponse response, InputStream body) throws IOException {
        // The signature is verified over the first, which is the request as it came.
        doHandle(request, request.withoutToken(), response, body, new RequestContext());
    }

    void refuse(AwsServiceException error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!response.containsHeader(REQUEST_ID)) {
            String id = UUID.randomUUID().toString().replace("-", "").substring(16);
            response.setHeader(REQUEST_ID, id.toUpperCase(Locale.ROOT));
        }
        if (error.statusCode() == HttpServletResponse.SC_NOT_MODIFIED) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String code = S3Exceptions.errorCode(error);
        String message =
                error.awsErrorDetails() == null ? null : error.awsErrorDetails().errorMessage();
        sendSimpleErrorResponse(
                request,
                response,
                code == null ? "InternalError" : code,
                error.statusCode(),
                message == null ? "" : message,
                Map.of());
    }

    static AwsServiceException error(int status, String code, @Nullable String message) {
        return S3Exception.builder()
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}

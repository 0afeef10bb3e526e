package dev.slipway.local.front;

import java.util.UUID;
import java.util.function.IntFunction;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Words what Jetty refuses by itself, such as a head that is not HTTP, as the errors of an AWS protocol. */
public final class HttpErrors implements Request.Handler {
    private static final int INTERNAL = 500;
    private static final int HEAD_TOO_LARGE = 431;
    private static final int URI_TOO_LONG = 414;

    private final WireProtocol protocol;
    private final String requestIdHeader;
    private final IntFunction<AwsException> errors;

    private HttpErrors(WireProtocol protocol, String requestIdHeader, IntFunction<AwsException> errors) {
        this.protocol = protocol;
        this.requestIdHeader = requestIdHeader;
        this.errors = errors;
    }

    /** Words errors as S3 does. */
    public static HttpErrors ofS3(String requestIdHeader) {
        return new HttpErrors(WireProtocol.S3, requestIdHeader, HttpErrors::s3);
    }

    /** Words errors as the services with JSON do, which no call can be told to be yet. */
    static HttpErrors ofJson(String requestIdHeader) {
        return new HttpErrors(WireProtocol.JSON, requestIdHeader, HttpErrors::json);
    }

    private static AwsException s3(int status) {
        if (status == HEAD_TOO_LARGE || status == URI_TOO_LONG) {
            return new AwsException(
                    400,
                    "RequestHeaderSectionTooLarge",
                    "Your request header and query parameters exceed the maximum allowed size.");
        }
        return status == INTERNAL
                ? new AwsException(status, "InternalError", "We encountered an internal error. Please try again.")
                : new AwsException(status, "BadRequest", "An error occurred when parsing the HTTP request.");
    }

    private static AwsException json(int status) {
        return status == INTERNAL
                ? new AwsException(status, "InternalFailure", "failed to answer the call")
                : new AwsException(status, "MalformedHttpRequestException", "the request is not HTTP as it must be");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        AwsException error = errors.apply(response.getStatus());
        String id = UUID.randomUUID().toString();
        AwsResponse answer = protocol.encode(error, id, "application/x-amz-json-1.1");
        FrontHandler.write(answer, requestIdHeader, id, response, callback);
        return true;
    }
}

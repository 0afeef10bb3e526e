package dev.slipway.local.front;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Map;

/** The wire protocols of AWS's services, as far as they differ in how an error is written. */
public enum WireProtocol {
    /** AWS JSON 1.0 and 1.1: the operation is in X-Amz-Target. */
    JSON,
    /** REST with JSON bodies, as Lambda speaks it. */
    REST_JSON,
    /** The Query protocol: a form in, XML out. */
    QUERY,
    /** REST with XML bodies, as S3 speaks it. */
    S3;

    /** How far the clock of who signs may be off. */
    Duration skew() {
        return Duration.ofMinutes(this == S3 ? 15 : 5);
    }

    /** Tells the protocol of a call to anything but S3 by its headers. */
    static WireProtocol of(SignedCall call) {
        if (call.headers().containsKey("x-amz-target")) {
            return JSON;
        }
        boolean form = call.headers().getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded");
        return form || ("&" + call.query()).contains("&Action=") ? QUERY : REST_JSON;
    }

    /** Encodes an error as the SDKs of this protocol expect it. */
    public AwsResponse encode(AwsException error, String requestId, String requestType) {
        return switch (this) {
            case JSON -> json(error, requestType, true);
            case REST_JSON -> json(error, "application/json", false);
            case QUERY ->
                new AwsResponse(error.status(), Map.of("content-type", "text/xml"), queryBody(error, requestId));
            case S3 ->
                new AwsResponse(error.status(), Map.of("content-type", "application/xml"), s3Body(error, requestId));
        };
    }

    private static AwsResponse json(AwsException error, String type, boolean typed) {
        var body = JsonNodeFactory.instance.objectNode();
        if (typed) {
            body.put("__type", error.code());
        }
        body.put(typed ? "message" : "Message", message(error));
        return new AwsResponse(
                error.status(), Map.of("content-type", type, "x-amzn-errortype", error.code()), body.toString());
    }

    private static String queryBody(AwsException error, String requestId) {
        XmlWriter xml = new XmlWriter();
        xml.open("ErrorResponse").open("Error");
        xml.element("Type", error.status() < 500 ? "Sender" : "Receiver");
        xml.element("Code", error.code()).element("Message", message(error));
        return xml.close().element("RequestId", requestId).close().toString();
    }

    private static String s3Body(AwsException error, String requestId) {
        XmlWriter xml = new XmlWriter();
        xml.open("Error").element("Code", error.code()).element("Message", message(error));
        return xml.element("RequestId", requestId).close().toString();
    }

    private static String message(AwsException error) {
        String message = error.getMessage();
        return message == null ? error.code() : message;
    }
}

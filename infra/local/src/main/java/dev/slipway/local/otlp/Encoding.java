package dev.slipway.local.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two encodings of OTLP/HTTP; an answer speaks that of its request. */
enum Encoding {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int STATUS_MESSAGE_FIELD = 2;

    private final String contentType;

    Encoding(String contentType) {
        this.contentType = contentType;
    }

    static Encoding of(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType;
        int semicolon = type.indexOf(';');
        String plain =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        for (Encoding encoding : values()) {
            if (encoding.contentType.equals(plain)) {
                return encoding;
            }
        }
        throw new OtlpRefusal(415, "Content-Type must be application/x-protobuf or application/json");
    }

    String contentType() {
        return contentType;
    }

    /** Encodes an ExportTraceServiceResponse, which is empty when every span was taken. */
    byte[] accepted(int rejectedSpans, String reason) {
        if (this == PROTOBUF) {
            var response = ExportTraceServiceResponse.newBuilder();
            if (rejectedSpans > 0) {
                response.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(rejectedSpans)
                        .setErrorMessage(reason));
            }
            return response.build().toByteArray();
        }
        ObjectNode response = MAPPER.createObjectNode();
        if (rejectedSpans > 0) {
            response.putObject("partialSuccess")
                    .put("rejectedSpans", Integer.toString(rejectedSpans))
                    .put("errorMessage", reason);
        }
        return response.toString().getBytes(UTF_8);
    }

    /** Encodes a google.rpc.Status with a message, the body of every refusal. */
    byte[] refused(String message) {
        if (this == JSON) {
            return MAPPER.createObjectNode().put("message", message).toString().getBytes(UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeString(STATUS_MESSAGE_FIELD, message);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}

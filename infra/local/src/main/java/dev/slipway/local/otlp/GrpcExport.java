package dev.slipway.local.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Answers OTLP/gRPC's one unary call: a message with a prefix of five bytes each way, and the outcome in the trailers.
 *
 * <p>See <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP/2</a>.
 */
final class GrpcExport {
    static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private static final String CONTENT_TYPE = "application/grpc";
    private static final int PREFIX = 5;

    private final Intake intake;

    GrpcExport(Intake intake) {
        this.intake = intake;
    }

    static boolean isGrpc(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith(CONTENT_TYPE);
    }

    /** Takes the message of a call. */
    void answer(Request request, Response response) throws IOException {
        Intake.Taken taken = intake.take(Encoding.PROTOBUF, message(request));
        byte[] message = Encoding.PROTOBUF.accepted(taken.rejected(), taken.reason());
        begin(response, 0, "");
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write(ByteBuffer.allocate(PREFIX)
                    .put((byte) 0)
                    .putInt(message.length)
                    .array());
            out.write(message);
        }
    }

    /** Answers a call that is not taken. */
    static void refuse(Response response, OtlpRefusal refusal) {
        begin(response, status(refusal.status()), refusal.reason());
    }

    private static void begin(Response response, int status, String message) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, CONTENT_TYPE).put("grpc-accept-encoding", "identity,gzip");
        HttpFields.Mutable trailers = HttpFields.build().put("grpc-status", Integer.toString(status));
        if (!message.isEmpty()) {
            trailers.put("grpc-message", URLEncoder.encode(message, UTF_8).replace("+", "%20"));
        }
        response.setTrailersSupplier(() -> trailers);
    }

    private static byte[] message(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] prefix = in.readNBytes(PREFIX);
            if (prefix.length < PREFIX) {
                throw new OtlpRefusal(400, "the body is not a message of gRPC");
            }
            ByteBuffer fields = ByteBuffer.wrap(prefix);
            boolean compressed = fields.get() != 0;
            int length = fields.getInt();
            if (length < 0 || length > Intake.MAX_BODY) {
                throw Intake.tooLarge();
            }
            byte[] message = in.readNBytes(length);
            if (message.length < length) {
                throw new OtlpRefusal(400, "the body ends inside its message");
            }
            String coding = request.getHeaders().get("grpc-encoding");
            return compressed ? Intake.read(new ByteArrayInputStream(message), coding) : message;
        }
    }

    /** Returns the status code of gRPC that stands for one of HTTP. */
    private static int status(int http) {
        return switch (http) {
            case 400 -> 3;
            case 403 -> 7;
            case 413 -> 8;
            default -> 12;
        };
    }
}

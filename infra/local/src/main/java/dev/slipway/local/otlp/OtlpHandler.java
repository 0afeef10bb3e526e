package dev.slipway.local.otlp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.LoopbackHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code POST /v1/traces} and the call of OTLP/gRPC as the OTLP specification says, and
 * {@code GET /slipway/traces[/{traceId}]}.
 */
final class OtlpHandler extends Handler.Abstract {
    private static final String TRACES = "/slipway/traces";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TraceStore store;
    private final Intake intake;
    private final GrpcExport grpc;

    OtlpHandler(TraceStore store, @Nullable Forwarder forwarder) {
        this.store = store;
        this.intake = new Intake(store, forwarder);
        this.grpc = new GrpcExport(intake);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Encoding encoding = Encoding.JSON;
        try {
            try {
                checkHost(request);
                String path = Request.getPathInContext(request);
                if (GrpcExport.isGrpc(request)) {
                    call(path, request, response);
                } else if (path.equals("/v1/traces")) {
                    require("POST", request);
                    encoding = Encoding.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
                    receive(request, response, encoding);
                } else if (path.equals(TRACES)) {
                    require("GET", request);
                    list(response);
                } else if (path.startsWith(TRACES + "/")) {
                    require("GET", request);
                    read(path.substring(TRACES.length() + 1), response);
                } else {
                    throw new OtlpRefusal(404, "only traces are taken here, at /v1/traces");
                }
            } catch (OtlpRefusal refusal) {
                refuse(request, response, encoding, refusal);
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private static void checkHost(Request request) {
        // A page whose own name resolves to 127.0.0.1 must not write or read traces.
        if (!LoopbackHost.accepts(request.getHttpURI().getAuthority(), Request.getLocalPort(request))) {
            throw new OtlpRefusal(403, "the Host header must name this machine's loopback address");
        }
    }

    private static void require(String method, Request request) {
        if (!method.equals(request.getMethod())) {
            throw new OtlpRefusal(405, "only " + method + " is answered here");
        }
    }

    private void call(String path, Request request, Response response) throws IOException {
        if (!path.equals(GrpcExport.EXPORT)) {
            throw new OtlpRefusal(404, "only traces are taken here");
        }
        grpc.answer(request, response);
    }

    private static void refuse(Request request, Response response, Encoding encoding, OtlpRefusal refusal)
            throws IOException {
        if (GrpcExport.isGrpc(request)) {
            GrpcExport.refuse(response, refusal);
        } else {
            answer(response, refusal.status(), encoding, encoding.refused(refusal.reason()));
        }
    }

    private void receive(Request request, Response response, Encoding encoding) throws IOException {
        Intake.Taken taken = intake.take(encoding, body(request));
        answer(response, 200, encoding, encoding.accepted(taken.rejected(), taken.reason()));
    }

    private void list(Response response) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode ids = json.putArray("traceIds");
        store.traceIds().forEach(ids::add);
        answer(response, 200, Encoding.JSON, JSON.writeValueAsBytes(json));
    }

    private void read(String traceId, Response response) throws IOException {
        if (!SpanBatch.isTraceId(traceId)) {
            throw new OtlpRefusal(400, "a trace id has 32 lower-case hexadecimal digits");
        }
        if (!store.has(traceId)) {
            throw new OtlpRefusal(404, "no such trace: " + traceId);
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Encoding.JSON.contentType());
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            store.write(traceId, out);
        }
    }

    private static byte[] body(Request request) throws IOException {
        try (InputStream raw = Content.Source.asInputStream(request)) {
            return Intake.read(raw, request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
        }
    }

    private static void answer(Response response, int status, Encoding encoding, byte[] body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, encoding.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            out.write(body);
        }
    }
}

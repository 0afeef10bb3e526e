package dev.slipway.local.otlp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.LoopbackHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers {@code POST /v1/traces} as the OTLP specification says, and {@code GET /slipway/traces[/{traceId}]}. */
final class OtlpHandler extends Handler.Abstract {
    private static final String TRACES = "/slipway/traces";
    private static final int MAX_BODY = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TraceStore store;
    private final @Nullable Forwarder forwarder;

    OtlpHandler(TraceStore store, @Nullable Forwarder forwarder) {
        this.store = store;
        this.forwarder = forwarder;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Encoding encoding = Encoding.JSON;
        try {
            try {
                checkHost(request);
                String path = Request.getPathInContext(request);
                if (path.equals("/v1/traces")) {
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
                answer(response, refusal.status(), encoding, encoding.refused(refusal.reason()));
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private static void checkHost(Request request) {
        // A page whose own name resolves to 127.0.0.1 must not write or read traces.
        if (!LoopbackHost.accepts(request.getHeaders().get(HttpHeader.HOST), Request.getLocalPort(request))) {
            throw new OtlpRefusal(403, "the Host header must name this machine's loopback address");
        }
    }

    private static void require(String method, Request request) {
        if (!method.equals(request.getMethod())) {
            throw new OtlpRefusal(405, "only " + method + " is answered here");
        }
    }

    private void receive(Request request, Response response, Encoding encoding) throws IOException {
        byte[] body = body(request);
        SpanBatch batch = SpanBatch.decode(encoding, body);
        int rejected = batch.rejected();
        String reason = rejected == 0 ? "" : "spans without a valid trace and span id";
        for (Map.Entry<String, ArrayNode> trace : batch.byTrace().entrySet()) {
            if (!store.append(trace.getKey(), trace.getValue())) {
                rejected += count(trace.getValue());
                reason = "trace " + trace.getKey() + " is full";
            }
        }
        if (forwarder != null) {
            forwarder.forward(encoding, body);
        }
        answer(response, 200, encoding, encoding.accepted(rejected, reason));
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
        String coding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        try (InputStream raw = Content.Source.asInputStream(request)) {
            if (coding == null || coding.equalsIgnoreCase("identity")) {
                return limited(raw);
            }
            if (!coding.equalsIgnoreCase("gzip")) {
                throw new OtlpRefusal(415, "Content-Encoding must be gzip or absent");
            }
            try (InputStream plain = new GZIPInputStream(raw)) {
                return limited(plain);
            } catch (ZipException | java.io.EOFException e) {
                throw new OtlpRefusal(400, "the body is not gzip");
            }
        }
    }

    /** Reads within the limit, which counts after decompression: a small body can unpack to anything. */
    private static byte[] limited(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new OtlpRefusal(413, "an export has at most " + (MAX_BODY >> 20) + " MiB");
        }
        return body;
    }

    private static int count(ArrayNode resources) {
        int count = 0;
        for (var resource : resources) {
            for (var scope : resource.path("scopeSpans")) {
                count += scope.path("spans").size();
            }
        }
        return count;
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

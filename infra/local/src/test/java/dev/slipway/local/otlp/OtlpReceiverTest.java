package dev.slipway.local.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.telemetry.Telemetry;
import dev.slipway.telemetry.tree.LocalTraces;
import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpReceiverTest {
    private static final String TRACE = "6921c5d000112233445566778899a41e";
    private static final String SPAN = "53995c3f42cd8ad8";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";

    @TempDir
    Path folder;

    private OtlpReceiver receiver;
    private LocalTraces traces;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        receiver = new OtlpReceiver(new TraceStore(folder, TraceStore.Limits.standard()), 0, null);
        receiver.start();
        traces = new LocalTraces(receiver.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"http/protobuf, none", "http/protobuf, gzip", "grpc, none", "grpc, gzip"})
    void export_realSdk_isReadBackWhole(String protocol, String compression) throws IOException {
        String trace;
        try (Telemetry telemetry = Telemetry.from(
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        receiver.endpoint().toString(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        protocol,
                        "OTEL_EXPORTER_OTLP_COMPRESSION",
                        compression),
                "slipway-cli")) {
            Span deploy = telemetry.tracer().spanBuilder("deploy").startSpan();
            telemetry
                    .tracer()
                    .spanBuilder("deploy.upload")
                    .setSpanKind(SpanKind.CLIENT)
                    .setParent(Context.root().with(deploy))
                    .setAttribute("bytes", 4100)
                    .setAttribute("reused", true)
                    .startSpan()
                    .setStatus(StatusCode.ERROR, "cut off")
                    .end();
            deploy.end();
            trace = deploy.getSpanContext().getTraceId();
            assertThat(telemetry.flush(Duration.ofSeconds(20))).isTrue();
        }

        var tree = traces.tree(trace).orElseThrow();
        assertThat(tree.outline()).isEqualTo("""
                deploy INTERNAL
                  deploy.upload CLIENT ERROR
                """);
        TracedSpan upload = tree.only("deploy.upload");
        assertThat(upload.service()).isEqualTo("slipway-cli");
        assertThat(upload.statusMessage()).isEqualTo("cut off");
        assertThat(upload.attributes()).hasToString("{bytes=4100, reused=true}");
    }

    @Test
    void export_json_isAnsweredInJsonAndKept() throws Exception {
        HttpResponse<byte[]> answer = post(JSON, json(TRACE, SPAN).getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
        assertThat(answer.body()).asString(UTF_8).isEqualTo("{}");
        assertThat(traces.tree(TRACE).orElseThrow().only("deploy").spanId()).isEqualTo(SPAN);
    }

    @Test
    void export_sameSpanTwice_isReadOnce() throws Exception {
        post(JSON, json(TRACE, SPAN).getBytes(UTF_8));
        post(JSON, json(TRACE, SPAN).getBytes(UTF_8));

        assertThat(traces.tree(TRACE).orElseThrow().spans()).hasSize(1);
        assertThat(traces.tree(TRACE).orElseThrow().duplicates()).isEmpty();
    }

    @Test
    void export_spanWithoutValidIds_isRejectedAloneAndSaid() throws Exception {
        byte[] body = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(io.opentelemetry.proto.trace.v1.Span.newBuilder()
                                        .setName("lost"))))
                .build()
                .toByteArray();

        HttpResponse<byte[]> answer = post(PROTOBUF, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        var partial = ExportTraceServiceResponse.parseFrom(answer.body()).getPartialSuccess();
        assertThat(partial.getRejectedSpans()).isEqualTo(1);
        assertThat(partial.getErrorMessage()).contains("trace and span id");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,       nonsense,               400",
        "application/json,       [],                     400",
        "application/json,       '{\"resourceSpans\":3}', 400",
        "application/x-protobuf, nonsense,               400",
        "text/plain,             {},                     415",
    })
    void export_garbage_isRefusedWithAReason(String contentType, String body, int status) throws Exception {
        HttpResponse<byte[]> answer = post(contentType, body.getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).asString(UTF_8).containsAnyOf("the body is not", "Content-Type must be");
    }

    @ParameterizedTest
    @CsvSource({
        "trace.v1.TraceService/Export,     '',                  3",
        "trace.v1.TraceService/Export,     0000000002,          3",
        "trace.v1.TraceService/Export,     0000000002ffff,      3",
        "trace.v1.TraceService/Export,     01000000027b7d,      12",
        "trace.v1.TraceService/Export,     007fffffff00,        8",
        "metrics.v1.MetricsService/Export, 0000000000,          12",
    })
    void call_garbage_isRefusedInTheTrailers(String method, String hex, int status) throws Exception {
        byte[] body = HexFormat.of().parseHex(hex);
        // Over HTTP/1.1, whose trailers can be read off the wire.
        String answer = exchange(
                ("POST /opentelemetry.proto.collector." + method + " HTTP/1.1\r\n"
                                + "Host: " + receiver.endpoint().getAuthority()
                                + "\r\nConnection: close\r\nContent-Type: application/grpc+proto\r\n"
                                + "grpc-encoding: snappy\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(UTF_8),
                body);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("\r\ngrpc-status: " + status + "\r\ngrpc-message: ");
    }

    @Test
    void export_notGzipAfterAll_isRefused() throws Exception {
        var answer = send(HttpRequest.newBuilder(receiver.endpoint().resolve("/v1/traces"))
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("nonsense")));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void export_unpacksToTooMuch_isRefused() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[17 << 20]);
        }
        var answer = send(HttpRequest.newBuilder(receiver.endpoint().resolve("/v1/traces"))
                .header("Content-Type", PROTOBUF)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bomb.toByteArray())));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/traces,               405",
        "POST, /v1/metrics,              404",
        "GET,  /slipway/traces/../../x,  404",
        "GET,  /slipway/traces/nothex,   400",
        "GET,  /slipway/traces/00000000000000000000000000000001, 404",
        "POST, /slipway/traces,          405",
    })
    void request_anythingElse_isRefused(String method, String path, int status) throws Exception {
        var answer = send(
                HttpRequest.newBuilder(URI.create(receiver.endpoint() + path)).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void request_foreignHostHeader_isForbidden() throws IOException {
        byte[] request =
                "GET /slipway/traces HTTP/1.1\r\nHost: evil.example.org\r\nConnection: close\r\n\r\n".getBytes(UTF_8);

        assertThat(exchange(request)).startsWith("HTTP/1.1 403");
    }

    @Test
    void forward_anotherReceiver_getsTheSameSpans(@TempDir Path other) throws Exception {
        try (OtlpReceiver target = new OtlpReceiver(new TraceStore(other, TraceStore.Limits.standard()), 0, null)) {
            target.start();
            try (Forwarder forwarder = new Forwarder(target.endpoint().resolve("/v1/traces"));
                    OtlpReceiver relay =
                            new OtlpReceiver(new TraceStore(folder, TraceStore.Limits.standard()), 0, forwarder)) {
                relay.start();
                send(HttpRequest.newBuilder(relay.endpoint().resolve("/v1/traces"))
                        .header("Content-Type", JSON)
                        .POST(BodyPublishers.ofString(json(TRACE, SPAN))));

                LocalTraces there = new LocalTraces(target.endpoint());
                await().until(() -> there.tree(TRACE).isPresent());
                assertThat(there.tree(TRACE).orElseThrow().only("deploy").spanId())
                        .isEqualTo(SPAN);
            }
        }
    }

    private String exchange(byte[]... request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), receiver.endpoint().getPort())) {
            for (byte[] part : request) {
                socket.getOutputStream().write(part);
            }
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private HttpResponse<byte[]> post(String contentType, byte[] body) throws Exception {
        return send(HttpRequest.newBuilder(receiver.endpoint().resolve("/v1/traces"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    static String json(String trace, String span) {
        return """
                {"resourceSpans":[{"resource":{},"scopeSpans":[{"scope":{"name":"dev.slipway"},"spans":[
                 {"traceId":"%s","spanId":"%s","name":"deploy","kind":1,
                  "startTimeUnixNano":"1","endTimeUnixNano":"2"}]}]}]}""".formatted(trace, span);
    }
}

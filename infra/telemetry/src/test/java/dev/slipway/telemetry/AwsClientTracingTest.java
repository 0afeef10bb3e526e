package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A real S3 client, a server that answers as S3 would, and a real collector. */
class AwsClientTracingTest {
    private Collector collector;
    private Telemetry telemetry;
    private HttpServer server;
    private volatile String traceHeader;

    @BeforeEach
    void start() throws IOException {
        collector = Collector.accepting();
        telemetry = Telemetry.from(collector.environment(), "slipway");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        telemetry.close();
        collector.close();
    }

    @Test
    void call_insideASpan_isAClientSpanBelowIt() {
        answer(200);
        String parent =
                inSpan(() -> client().deleteObject(r -> r.bucket("ships").key("secret/key")));

        var span = exported("S3.DeleteObject");
        assertThat(span.getKind()).isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(HexFormat.of().formatHex(span.getParentSpanId().toByteArray()))
                .isEqualTo(parent);
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(attributes(span))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "rpc.system", "aws-api",
                        "rpc.service", "S3",
                        "rpc.method", "DeleteObject",
                        "aws.s3.bucket", "ships",
                        "aws.request_id", "REQUEST-1",
                        "cloud.region", "eu-west-1",
                        "http.request.method", "DELETE",
                        "http.response.status_code", "200",
                        "server.address", "127.0.0.1",
                        "server.port", String.valueOf(server.getAddress().getPort())));
        assertThat(span.toString()).doesNotContain("secret");
        assertThat(traceHeader)
                .endsWith(";Parent=" + HexFormat.of().formatHex(span.getSpanId().toByteArray()) + ";Sampled=1");
    }

    @Test
    void call_refused_isAnErrorNamedAsAwsDoes() {
        answer(404);
        inSpan(() -> assertThatThrownBy(
                        () -> client().getObject(r -> r.bucket("ships").key("secret/key")))
                .isInstanceOf(NoSuchKeyException.class));

        var span = exported("S3.GetObject");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(span))
                .containsEntry("error.type", "NoSuchKey")
                .containsEntry("http.response.status_code", "404")
                .containsEntry("aws.request_id", "REQUEST-1");
        assertThat(span.toString()).doesNotContain("secret");
    }

    @Test
    void call_retried_isOneSpanThatCountsTheResends() {
        answer(503, 503, 200);
        inSpan(() -> client().deleteObject(r -> r.bucket("ships").key("k")));

        assertThat(attributes(exported("S3.DeleteObject")))
                .containsEntry("http.request.resend_count", "2")
                .containsEntry("http.response.status_code", "200");
    }

    @Test
    void call_nobodyListens_isAnErrorOfTheSdk() {
        S3Client client = client();
        server.stop(0);
        inSpan(() -> assertThatThrownBy(
                        () -> client.deleteObject(r -> r.bucket("ships").key("k")))
                .isNotNull());

        assertThat(attributes(exported("S3.DeleteObject")).get("error.type")).contains("SdkClientException");
    }

    @Test
    void call_outsideASpan_isNotTraced() {
        answer(200);
        client().deleteObject(r -> r.bucket("ships").key("k"));

        assertThat(telemetry.flush(Duration.ofSeconds(20))).isTrue();
        assertThat(collector.spans()).isEmpty();
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.addExecutionInterceptor(new AwsClientTracing(telemetry)))
                .build();
    }

    private void answer(Integer... statuses) {
        Iterator<Integer> next = List.of(statuses).iterator();
        server.createContext("/", exchange -> send(exchange, next.next()));
    }

    private void send(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            traceHeader = exchange.getRequestHeaders().getFirst("X-Amzn-Trace-Id");
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("x-amz-request-id", "REQUEST-1");
            byte[] body = status == 404
                    ? "<Error><Code>NoSuchKey</Code><Message>secret/key is not here</Message></Error>"
                            .getBytes(StandardCharsets.UTF_8)
                    : new byte[0];
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String inSpan(Runnable work) {
        Span span = telemetry.tracer().spanBuilder("deploy.upload").startSpan();
        Context.current().with(span).wrap(work).run();
        span.end();
        return span.getSpanContext().getSpanId();
    }

    private io.opentelemetry.proto.trace.v1.Span exported(String name) {
        assertThat(telemetry.flush(Duration.ofSeconds(20))).isTrue();
        return collector.spans().stream()
                .filter(span -> span.getName().equals(name))
                .reduce((one, two) -> {
                    throw new AssertionError("two spans named " + name);
                })
                .orElseThrow();
    }

    private static Map<String, String> attributes(io.opentelemetry.proto.trace.v1.Span span) {
        Map<String, String> attributes = new TreeMap<>();
        for (KeyValue attribute : span.getAttributesList()) {
            var value = attribute.getValue();
            attributes.put(
                    attribute.getKey(),
                    value.hasStringValue() ? value.getStringValue() : String.valueOf(value.getIntValue()));
        }
        return attributes;
    }
}

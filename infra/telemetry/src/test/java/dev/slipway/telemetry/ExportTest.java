package dev.slipway.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment says about the export, seen by the collector. */
class ExportTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void export_baseEndpoint_goesToTracesWithTheHeaders() throws IOException {
        Collector.Call call = exported(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b"));

        assertThat(call.path()).isEqualTo("/v1/traces");
        assertThat(call.headers().get("Api-key")).containsExactly("a b");
        assertThat(call.headers().get("Content-type")).containsExactly("application/x-protobuf");
        assertThat(call.headers().get("User-agent").get(0)).startsWith("OTel-OTLP-Exporter-Java/");
    }

    @Test
    void export_always_namesTheSchema() throws IOException {
        var resource = exported(Map.of()).request().getResourceSpans(0);

        assertThat(resource.getSchemaUrl()).startsWith("https://opentelemetry.io/schemas/1.");
        assertThat(resource.getScopeSpans(0).getSchemaUrl()).isEqualTo(resource.getSchemaUrl());
        assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("dev.slipway");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,     -,                                  slipway",
                "ships, -,                                  ships",
                "-,     'service.name=fleet,team=a%2Cb',    fleet",
                "ships, service.name=fleet,                 ships",
                "'',    -,                                  slipway",
            })
    void resource_serviceName_isTheUsersWhereThereIsOne(String name, String attributes, String expected)
            throws IOException {
        Map<String, String> environment = new HashMap<>();
        put(environment, "OTEL_SERVICE_NAME", name);
        put(environment, "OTEL_RESOURCE_ATTRIBUTES", attributes);

        assertThat(resource(exported(environment))).containsEntry("service.name", expected);
    }

    @Test
    void resource_inAFunction_describesIt() throws IOException {
        var resource = resource(exported(Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", "slipway-prod-SetupFunction",
                "AWS_LAMBDA_FUNCTION_VERSION", "7",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/x",
                "AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/22/[7]abc",
                "AWS_REGION", "eu-west-1",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=prod")));

        assertThat(resource)
                .containsEntry("cloud.provider", "aws")
                .containsEntry("cloud.platform", "aws_lambda")
                .containsEntry("cloud.region", "eu-west-1")
                .containsEntry("faas.name", "slipway-prod-SetupFunction")
                .containsEntry("faas.version", "7")
                .containsEntry("faas.instance", "2026/11/22/[7]abc")
                .containsEntry("faas.max_memory", "536870912")
                .containsEntry("deployment.environment.name", "prod")
                .containsEntry("telemetry.sdk.language", "java");
    }

    @Test
    void resource_outsideAFunction_hasNothingOfOne() throws IOException {
        assertThat(resource(exported(Map.of("AWS_REGION", "eu-west-1"))).keySet())
                .noneMatch(key -> key.startsWith("faas.") || key.startsWith("cloud."));
    }

    @Test
    void sampler_alwaysOff_exportsNothing() throws IOException {
        try (Collector collector = Collector.accepting();
                Telemetry telemetry = Telemetry.from(
                        with(collector.environment(), Map.of("OTEL_TRACES_SAMPLER", "parentbased_always_off")),
                        "slipway")) {
            assertThat(telemetry
                            .begin("deploy", "0".repeat(31) + "1", "0".repeat(15) + "1")
                            .traceparent())
                    .endsWith("-00");
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            assertThat(telemetry.flush(LONG)).isTrue();
            assertThat(collector.calls()).isEmpty();
        }
    }

    @Test
    void export_grpc_speaksHttp2ToTheEndpoint() throws IOException, ExecutionException, InterruptedException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Telemetry telemetry = Telemetry.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + socket.getLocalPort(),
                                "OTEL_EXPORTER_OTLP_PROTOCOL",
                                "grpc"),
                        "slipway")) {
            var preface = CompletableFuture.supplyAsync(() -> firstBytes(socket, 24));
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            assertThat(telemetry.flush(LONG)).isFalse();

            assertThat(preface.get()).startsWith("PRI * HTTP/2.0");
            assertThat(telemetry.problem()).isPresent();
        }
    }

    private static Collector.Call exported(Map<String, String> environment) throws IOException {
        try (Collector collector = Collector.accepting();
                Telemetry telemetry = Telemetry.from(with(collector.environment(), environment), "slipway")) {
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            assertThat(telemetry.flush(LONG)).isTrue();
            return collector.calls().get(0);
        }
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(others);
        return all;
    }

    private static Map<String, String> resource(Collector.Call call) {
        Map<String, String> attributes = new TreeMap<>();
        for (KeyValue attribute :
                call.request().getResourceSpans(0).getResource().getAttributesList()) {
            var value = attribute.getValue();
            attributes.put(
                    attribute.getKey(),
                    value.hasIntValue() ? String.valueOf(value.getIntValue()) : value.getStringValue());
        }
        return attributes;
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    /** Hangs up after them, and listens no more. */
    private static String firstBytes(ServerSocket socket, int count) {
        try (socket;
                var connection = socket.accept()) {
            return new String(connection.getInputStream().readNBytes(count), US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

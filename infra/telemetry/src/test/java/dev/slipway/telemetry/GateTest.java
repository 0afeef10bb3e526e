package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String ANYWHERE = "http://127.0.0.1:4318";

    static Stream<Map<String, String>> closed() {
        return Stream.of(
                Map.of(),
                Map.of(ENDPOINT, ""),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_SDK_DISABLED", "true"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_TRACES_EXPORTER", "none"));
    }

    static Stream<Map<String, String>> open() {
        return Stream.of(
                Map.of(ENDPOINT, ANYWHERE),
                Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", ANYWHERE + "/otlp"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_SDK_DISABLED", "false"));
    }

    static Stream<Map<String, String>> nonsense() {
        return Stream.of(
                Map.of(ENDPOINT, "collector:4318"),
                Map.of(ENDPOINT, "not a url"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_EXPORTER_OTLP_PROTOCOL", "carrier/pigeon"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_EXPORTER_OTLP_TIMEOUT", "soon"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_TRACES_SAMPLER", "sometimes"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_TRACES_SAMPLER", "traceidratio", "OTEL_TRACES_SAMPLER_ARG", "half"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_EXPORTER_OTLP_HEADERS", "secret"),
                Map.of(ENDPOINT, ANYWHERE, "OTEL_RESOURCE_ATTRIBUTES", "secret=%%%"));
    }

    @ParameterizedTest
    @MethodSource("closed")
    void from_notAskedFor_isOff(Map<String, String> environment) {
        assertThat(Telemetry.from(environment, "slipway")).isSameAs(Telemetry.off());
    }

    @ParameterizedTest
    @MethodSource("open")
    void from_endpoint_isOn(Map<String, String> environment) {
        try (Telemetry telemetry = Telemetry.from(environment, "slipway")) {
            assertThat(telemetry.enabled()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void from_settingsMakeNoSense_isOffAndSaysWhich(Map<String, String> environment) {
        Telemetry telemetry = Telemetry.from(environment, "slipway");

        assertThat(telemetry.enabled()).isFalse();
        assertThat(telemetry.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("failed to set up tracing: OTEL_")
                        .doesNotContain("secret")
                        .hasLineCount(1));
    }

    @Test
    void from_noEndpoint_loadsNoClassOfTheSdk() throws IOException {
        String loaded = ChildJvm.run(List.of("-Xlog:class+load:stdout"), Untraced.class);

        assertThat(loaded).contains("dev.slipway.telemetry.Telemetry ");
        assertThat(loaded.lines())
                .noneMatch(line -> line.contains("io.opentelemetry.sdk")
                        || line.contains("io.opentelemetry.exporter")
                        || line.contains("okhttp3")
                        || line.contains("software.amazon.awssdk")
                        || line.contains("AwsClientTracing"));
    }

    /** Does what a deploy does with telemetry, in a JVM of its own. */
    static final class Untraced {
        private Untraced() {}

        public static void main(String[] args) {
            try (Telemetry telemetry = Telemetry.from(Map.of(), "slipway")) {
                telemetry.tracer().spanBuilder("deploy").startSpan().end();
                telemetry.carrier(telemetry.parent(Map.of()));
                if (telemetry.enabled() || !telemetry.flush(java.time.Duration.ZERO)) {
                    System.exit(1);
                }
            }
        }
    }
}

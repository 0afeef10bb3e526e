package dev.slipway.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpSettingsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://c:4318,      -,                  -,             http://c:4318/v1/traces",
                "http://c:4318/,     -,                  -,             http://c:4318/v1/traces",
                "http://c:4318/otlp, -,                  http/protobuf, http://c:4318/otlp/v1/traces",
                "-,                  http://t:4318/x,    -,             http://t:4318/x",
                "http://c:4318,      http://t:4318,      -,             http://t:4318",
                "http://c:4317,      -,                  grpc,          http://c:4317",
            })
    void endpoint_baseOrOwn_isWhereTheSpecificationSays(String base, String own, String protocol, String expected) {
        Map<String, String> environment = new HashMap<>();
        put(environment, "OTEL_EXPORTER_OTLP_ENDPOINT", base);
        put(environment, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", own);
        put(environment, "OTEL_EXPORTER_OTLP_PROTOCOL", protocol);

        assertThat(OtlpSettings.from(environment).endpoint()).isEqualTo(expected);
    }

    @Test
    void from_tracesVariables_beatTheSharedOnes() {
        OtlpSettings settings = OtlpSettings.from(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://c:4318",
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc",
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=shared",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=a%20b+c, x-team = ships ",
                "OTEL_EXPORTER_OTLP_TIMEOUT", "5000",
                "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "250",
                "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"));

        assertThat(settings.protocol()).isEqualTo(OtlpSettings.Protocol.GRPC);
        assertThat(settings.headers()).isEqualTo(Map.of("api-key", "a b+c", "x-team", "ships"));
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.gzip()).isTrue();
    }

    @Test
    void toString_always_hidesTheHeaders() {
        OtlpSettings settings = OtlpSettings.from(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://c:4318",
                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret"));

        assertThat(settings.toString()).doesNotContain("secret").contains("https://c:4318/v1/traces");
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}

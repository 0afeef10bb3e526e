package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.step.StepSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
final class SpanExportTest {
    private ServerSocket collector;

    @BeforeEach
    void open() throws IOException {
        collector = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        collector.close();
    }

    @Test
    void of_ourDaemonAndACollectorThatAnswers_isBuildKit() {
        assertThat(stepSpans("buildx", Map.of())).isEqualTo(StepSpans.BUILDKIT);
        assertThat(stepSpans(
                        "buildx",
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint())))
                .isEqualTo(StepSpans.BUILDKIT);
    }

    @ParameterizedTest
    @CsvSource({"buildctl", "docker"})
    void of_aDaemonThatIsNotOurs_isRecordOutcome(String builder) {
        assertThat(stepSpans(builder, Map.of())).isEqualTo(StepSpans.RECORD_OUTCOME);
    }

    @ParameterizedTest
    @CsvSource({
        "TRACEPARENT,''",
        "OTEL_EXPORTER_OTLP_ENDPOINT,''",
        "OTEL_EXPORTER_OTLP_ENDPOINT,not a URL",
        "OTEL_EXPORTER_OTLP_ENDPOINT,http://nowhere.invalid:4318",
        "DOCKER_HOST,tcp://192.0.2.1:2376",
        "DOCKER_HOST,ssh://elsewhere",
    })
    void of_nothingToExportOrNoWayThere_isRecordOutcome(String variable, String value) {
        assertThat(stepSpans("buildx", Map.of(variable, value))).isEqualTo(StepSpans.RECORD_OUTCOME);
    }

    @Test
    void of_collectorThatIsDown_isRecordOutcome() throws IOException {
        String endpoint = endpoint();
        collector.close();
        assertThat(stepSpans("buildx", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)))
                .isEqualTo(StepSpans.RECORD_OUTCOME);
    }

    private StepSpans stepSpans(String builder, Map<String, String> changes) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TRACEPARENT", "00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01");
        environment.put("DOCKER_HOST", "unix:///var/run/docker.sock");
        if (!collector.isClosed()) {
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint());
        }
        environment.putAll(changes);
        return new SpanExport(environment).of(builder);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + collector.getLocalPort();
    }
}

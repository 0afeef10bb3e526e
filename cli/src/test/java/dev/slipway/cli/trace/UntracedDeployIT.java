package dev.slipway.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With tracing off everywhere the same deploy runs, and no process of it loads the SDK. */
class UntracedDeployIT {
    @TempDir
    Path home;

    @TempDir
    Path classes;

    private SlipwayProcess slipway;

    @BeforeEach
    void start() {
        slipway = new SlipwayProcess(
                home, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes + "/%p.log:none:filecount=0"));
    }

    @AfterEach
    void stop() throws Exception {
        slipway.stop();
    }

    @Test
    void deploy_otlpNone_loadsNoSdkAndTracesNothing() throws Exception {
        assertThat(slipway.run("local", "start", "--otlp", "none").exitCode()).isZero();

        SlipwayProcess.Result result = slipway.run("deploy", SlipwayProcess.example("hello"), "--output", "json");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.json().path("status").asText()).isEqualTo("live");
        assertThat(result.json().hasNonNull("traceId")).isFalse();
        SlipwayProcess.Result trace = slipway.run("trace", "hello");
        assertThat(trace.exitCode()).isEqualTo(2);
        assertThat(trace.err()).contains("nothing was traced then", "hint: ");
        // The cloud's, those of three commands, and the app's own.
        assertThat(loaded())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(log -> assertThat(Files.readString(log))
                        .doesNotContain("io.opentelemetry.sdk.")
                        .doesNotContain("io.opentelemetry.exporter.")
                        .doesNotContain("dev.slipway.telemetry.AwsClientTracing")
                        .doesNotContain("okhttp3."));
    }

    /** Leaves out the run that makes the class archive: it loads all that any deploy may need. */
    private List<Path> loaded() throws IOException {
        List<Path> loaded = new ArrayList<>();
        try (Stream<Path> logs = Files.list(classes)) {
            for (Path log : logs.toList()) {
                if (!Files.readString(log).contains("dev.slipway.cli.Training ")) {
                    loaded.add(log);
                }
            }
        }
        return loaded;
    }
}

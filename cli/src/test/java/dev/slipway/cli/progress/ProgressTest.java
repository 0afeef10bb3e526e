package dev.slipway.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T10:31:02.114Z"), ZoneOffset.UTC);

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written, true);

    @Test
    void lines_haveTheTimeFirst() {
        play(new LineProgress(out, CLOCK));

        assertThat(written.toString()).isEqualToNormalizingNewlines("""
                        10:31:02.114 deploy      hello to local, deployment 01K, trace 6921
                        10:31:02.114 setup       java 17 (0.1s)
                        10:31:02.114 build       FAILED Dockerfile:7 (1m02s)
                        10:31:02.114             | npm error
                        """);
    }

    @Test
    void json_isOneObjectALine() {
        play(new JsonProgress(out, CLOCK));

        List<JsonNode> events = written.toString().lines().map(Codec::parse).toList();
        assertThat(events)
                .extracting(event -> event.path("event").asText())
                .containsExactly("deployment", "begin", "done", "begin", "current", "failed");
        assertThat(events.get(5).path("log").path(0).asText()).isEqualTo("npm error");
        assertThat(events.get(2).path("durationMs").asLong()).isEqualTo(80);
    }

    @Test
    void lines_hostileText_isHarmless() {
        try (Progress progress = new LineProgress(out, CLOCK)) {
            progress.failed(Step.BUILD, Duration.ZERO, "\u001B[2Jgone", List.of("\u001B]0;owned\u0007line"));
        }
        assertThat(written.toString()).contains("FAILED gone", "| line").doesNotContain("\u001B");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "4200, 4.1 KB", "1073741824, 1.0 GB"})
    void sizes_asAPersonReadsThem(long bytes, String text) {
        assertThat(Sizes.of(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0s", "949, 0.9s", "125000, 2m05s"})
    void durations_asAPersonReadsThem(long millis, String text) {
        assertThat(Durations.of(Duration.ofMillis(millis))).isEqualTo(text);
    }

    private static void play(Progress progress) {
        try (progress) {
            progress.deployment("hello", "local", "01K", "6921");
            progress.begin(Step.SETUP);
            progress.done(Step.SETUP, Duration.ofMillis(80), "java 17");
            progress.begin(Step.BUILD);
            progress.current("[2/7] RUN npm ci", CLOCK.instant());
            progress.current("[2/7] RUN npm ci", CLOCK.instant());
            progress.failed(Step.BUILD, Duration.ofSeconds(62), "Dockerfile:7", List.of("npm error"));
        }
    }
}

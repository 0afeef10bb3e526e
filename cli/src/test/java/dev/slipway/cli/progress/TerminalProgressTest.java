package dev.slipway.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.console.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalProgressTest {
    private static final Instant NOW = Instant.parse("2026-01-02T10:31:02.114Z");
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final String TRACE = "6921c5d04e2b4f3c9a7d1e5f0b8c2a41";
    private static final String KEYS = "l logs · d detach · c cancel";

    @Test
    void steps_onAWideTerminal_areOneLineEach() {
        Screen screen = new Screen(100);
        try (Progress progress = progress(screen, 100)) {
            progress.deployment("hello", "local", ID, TRACE);
            progress.begin(Step.SETUP);
            progress.done(Step.SETUP, Duration.ofMillis(80), "java 17");
            progress.begin(Step.BUILD);
            progress.done(Step.BUILD, Duration.ofMillis(600), "embedded builder");
            progress.detail("queued 0.0s · built 0.5s");
            progress.begin(Step.LAUNCH);
            progress.failed(Step.LAUNCH, Duration.ofSeconds(62), "answered 503", List.of("SQLException", "at Shop"));
        }
        assertThat(screen.rows())
                .containsExactly(
                        "hello → local   deployment " + ID + "  trace " + TRACE,
                        "  ✓ setup                0.1s   java 17",
                        "  ✓ build                0.6s   embedded builder",
                        "      queued 0.0s · built 0.5s",
                        "  ✗ launch              1m02s   answered 503",
                        "      | SQLException",
                        "      | at Shop");
    }

    @Test
    void current_withItsTimeAndKeys_isTheLastRow() {
        Screen screen = new Screen(110);
        try (Progress progress = progress(screen, 110)) {
            progress.keys(KEYS);
            progress.begin(Step.BUILD);
            progress.current("[builder 4/7] RUN mvn -q package", NOW.minusMillis(12_900));
            await().until(() -> screen.rows()
                    .get(0)
                    .endsWith(" build                0.0s   " + "[builder 4/7] RUN mvn -q package   12.9s         "
                            + KEYS));
        }
        assertThat(screen.rows()).isEmpty();
    }

    @Test
    void output_whileAStepRuns_staysAboveTheLiveLine() {
        Screen screen = new Screen(80);
        try (Progress progress = progress(screen, 80)) {
            progress.begin(Step.BUILD);
            progress.output(List.of("[2/3] RUN npm ci", "    added 12 packages"));
            assertThat(screen.rows())
                    .hasSize(3)
                    .startsWith("      | [2/3] RUN npm ci", "      |     added 12 packages");
            assertThat(screen.rows().get(2)).contains("build");
        }
        assertThat(screen.rows()).hasSize(2);
    }

    @Test
    void output_thatWouldSteerTheTerminal_isHarmless() {
        Screen screen = new Screen(80);
        try (Progress progress = progress(screen, 80)) {
            progress.output(List.of("\u001B[2J\u001B]0;owned\u0007\u001B[31mred", "10 %\r100 %"));
            progress.failed(Step.BUILD, Duration.ZERO, "\u001B[5A evil", List.of("\u009B1;1H"));
        }
        assertThat(screen.rows())
                .containsExactly("      | red", "      | 100 %", "  ✗ build                0.0s    evil", "      |");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 59, 60, 72, 100})
    void live_anyWidth_takesOneRow(int columns) {
        Screen screen = new Screen(columns);
        try (Progress progress = progress(screen, columns)) {
            progress.keys(KEYS);
            progress.begin(Step.LAUNCH);
            progress.current("日本語のアプリ ".repeat(30), NOW);
            await().untilAsserted(() ->
                    assertThat(screen.rows()).singleElement().asString().contains("…"));
        }
    }

    @Test
    void step_narrowTerminal_goesOnBelow() {
        Screen screen = new Screen(40);
        try (Progress progress = progress(screen, 40)) {
            progress.deployment("hello", "local", ID, TRACE);
            progress.done(Step.SETUP, Duration.ofMillis(80), "java 21 (rule: one *.java with main, no build file)");
        }
        assertThat(screen.rows())
                .containsExactly(
                        "hello → local",
                        "  deployment " + ID,
                        "  trace " + TRACE,
                        "  ✓ setup 0.1s  java 21 (rule: one",
                        "      *.java with main, no build file)");
    }

    @Test
    void header_notQuiteWideEnough_shortensTheTraceBeforeTheDeployment() {
        Screen screen = new Screen(80);
        try (Progress progress = progress(screen, 80)) {
            progress.deployment("hello", "local", ID, TRACE);
        }
        assertThat(screen.rows()).containsExactly("hello → local   deployment " + ID + "  trace 6921c5d0…2a41");
    }

    @Test
    void live_windowGetsSmaller_leavesNothingBehind() {
        Screen screen = new Screen(100);
        try (Progress progress = progress(screen, 60)) {
            progress.begin(Step.BUILD);
            progress.current("[1/2] RUN sleep " + "x".repeat(60), NOW);
            await().until(() -> screen.rows().get(0).contains("sleep"));
            screen.resize(30);
            progress.done(Step.BUILD, Duration.ZERO, "ok");
        }
        assertThat(String.join("", screen.rows())).doesNotContain("sleep").contains("✓ build");
    }

    private static Progress progress(Screen screen, int columns) {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                screen.writer(),
                false,
                false,
                Map.of("COLUMNS", Integer.toString(columns)),
                Path.of(""),
                NOW);
        return new TerminalProgress(
                console.err(), new Style(false), Terminal.of(console), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}

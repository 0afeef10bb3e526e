package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.steps.buildkit.progress.BuildLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptRunTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BuildLog log = new BuildLog(new PrintStream(out, true, StandardCharsets.UTF_8), CLOCK);

    @Test
    void run_scriptThatEnds_passesOnItsLinesAndCode() throws Exception {
        ScriptRun.End end = run(Duration.ofHours(1), Duration.ofHours(1), "echo one; echo two >&2; exit 3");
        assertThat(end).isEqualTo(new ScriptRun.End(3, false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void run_scriptThatTakesTooLong_isEndedWithWhatItStartedAndTidiesUp() throws Exception {
        ScriptRun.End end = run(
                SHORT,
                Duration.ofHours(1),
                "trap 'touch tidied' EXIT; trap 'exit 143' TERM; bash -c 'sleep 1000; touch survived'; touch survived");
        assertThat(end.late()).isTrue();
        assertThat(folder.resolve("tidied")).exists();
        assertThat(folder.resolve("survived")).doesNotExist();
    }

    @Test
    void run_extraThatTakesTooLong_isEndedBeforeTheBuildIs() throws Exception {
        ScriptRun.End end = run(
                Duration.ofHours(1),
                SHORT,
                "echo image; echo '{\"solve\":\"listing what is in the image\"}'; sleep 1000");
        assertThat(end.late()).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("image\nlisting what is in the image\n");
    }

    private ScriptRun.End run(Duration build, Duration extra, String script) throws Exception {
        ProcessBuilder process = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        Deadline deadline = new Deadline(build, Instant.now().plus(build));
        return new ScriptRun(deadline, extra, CLOCK).run(process, log);
    }
}

package dev.slipway.steps.buildkit.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.step.BuildStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files are what BuildKit 0.34 and its clients said, to the letter. */
final class BuildLogTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T20:00:00Z"), ZoneOffset.UTC);
    private static final String RUN =
            "RUN echo about to fail && echo \"npm error Missing script: \\\"build\\\"\" >&2 && exit 7";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BuildLog log = new BuildLog(new PrintStream(out, true, StandardCharsets.UTF_8), CLOCK);

    @ParameterizedTest
    @ValueSource(strings = {"buildx", "buildctl"})
    void blame_runFails_namesStepLineExitCodeAndLastLines(String builder) {
        log.dockerfile("docker/Dockerfile", resource("run-fails.Dockerfile"));
        play(builder + "-run-fails.log");
        Blame blame = log.blame(1);
        assertThat(blame.cause()).isEqualTo("step 3/3 \"" + RUN + "\" (docker/Dockerfile:9) exited with 7");
        assertThat(blame.step()).startsWith("[stage-1 3/3] RUN echo about to fail");
        assertThat(blame.place()).isEqualTo("docker/Dockerfile:9");
        assertThat(blame.exitCode()).isEqualTo(7);
        assertThat(blame.log()).containsExactly("about to fail", "npm error Missing script: \"build\"");
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("""
                        :
                        about to fail
                        npm error Missing script: "build"
                        ------
                        """);
    }

    @Test
    void blame_runFailsAtAClientThatNamesNoLine_findsTheLineInTheDockerfile() {
        log.dockerfile("Dockerfile", resource("run-fails.Dockerfile"));
        play("docker-run-fails.log");
        Blame blame = log.blame(1);
        assertThat(blame.cause())
                .startsWith("step 3/3 \"RUN echo about to fail")
                .endsWith("(Dockerfile:9) exited with 7");
        assertThat(blame.log()).containsExactly("about to fail", "npm error Missing script: \"build\"");
    }

    @Test
    void blame_syntaxErrorAtAClientThatQuotesNothing_isTheErrorWithItsLine() {
        log.dockerfile("Dockerfile", "FROM a\n\nCOPPY a b\n");
        log.line("dockerfile parse error on line 3: unknown instruction: COPPY (did you mean COPY?)");
        Blame blame = log.blame(1);
        assertThat(blame.cause()).isEqualTo("Dockerfile:3: unknown instruction: COPPY (did you mean COPY?)");
        assertThat(blame.place()).isEqualTo("Dockerfile:3");
    }

    @Test
    void blame_syntaxError_isTheErrorWithItsLine() {
        log.dockerfile("Dockerfile", "FROM debian:12-slim\nWORKDIR /app\nRUNN make\n");
        play("buildx-syntax-error.log");
        assertThat(log.blame(1).cause()).isEqualTo("Dockerfile:3: unknown instruction: RUNN (did you mean RUN?)");
    }

    @Test
    void blame_unknownBaseImage_namesItAndWhereItIsAskedFor() {
        log.dockerfile("generated Dockerfile", "FROM example/nosuch:1\nRUN true\n");
        play("buildx-unknown-image.log");
        Blame blame = log.blame(1);
        assertThat(blame.cause()).isEqualTo("generated Dockerfile:1: docker.io/example/nosuch:1: not found");
        assertThat(blame.hint()).isEqualTo("check the name and tag of the image in FROM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildx", "docker"})
    void blame_copyOfNothing_isTheStepAndNotTheCacheThatIsNotThereYet(String builder) {
        log.dockerfile("Dockerfile", "FROM debian:12-slim\nCOPY nothing.txt /\n");
        play(builder + "-copy-nothing.log");
        Blame blame = log.blame(1);
        assertThat(blame.cause())
                .isEqualTo("step 2/2 \"COPY nothing.txt /\" (Dockerfile:2): \"/nothing.txt\": not found");
        assertThat(blame.exitCode()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"buildx", "docker"})
    void steps_rebuild_saysWhichWereCached(String builder) {
        play(builder + "-rebuild.log");
        assertThat(log.steps())
                .filteredOn(step -> step.name().startsWith("[build "))
                .filteredOn(BuildStep::cached)
                .extracting(BuildStep::name)
                .contains(
                        "[build 2/6] WORKDIR /app",
                        "[build 3/6] COPY deps.txt .",
                        "[build 4/6] RUN sleep 1; cp deps.txt deps.lock");
        assertThat(log.steps())
                .isSortedAccordingTo((one, other) -> one.startedAt().compareTo(other.startedAt()));
    }

    @Test
    void steps_plainProgress_takesTheTimeThatADoneStepTells() {
        log.line("#7 [2/4] RUN make");
        log.line("#7 0.803 cc -c a.c");
        log.line("#7 DONE 1.4s");
        assertThat(log.steps())
                .containsExactly(new BuildStep(
                        "[2/4] RUN make", CLOCK.instant().minusMillis(1400), CLOCK.instant(), false, null));
    }

    @Test
    void steps_laterSolve_addsWhatIsNewInIt() {
        log.line(vertex("d1", "[1/1] RUN make", ",\"completed\":\"2026-11-24T19:00:02Z\""));
        log.nextSolve("adding the web adapter");
        log.line(vertex("d1", "[1/1] RUN make", ",\"completed\":\"2026-11-24T19:00:09Z\",\"cached\":true"));
        log.line(vertex("d2", "[2/2] COPY --from=a /b /c", ",\"error\":\"/b: not found\""));
        assertThat(log.steps())
                .extracting(BuildStep::name)
                .containsExactly("[1/1] RUN make", "[2/2] COPY --from=a /b /c");
        assertThat(log.steps().get(0).completedAt()).isEqualTo(Instant.parse("2026-11-24T19:00:02Z"));
        assertThat(log.blame(1).cause())
                .isEqualTo("adding the web adapter: step 2/2 \"COPY --from=a /b /c\": /b: not found");
    }

    @Test
    void late_stepStillRunning_isNamedWithItsLine() {
        log.dockerfile("Dockerfile", "FROM debian\nRUN true\nRUN make \\\n  all\n");
        log.line(vertex("d0", "[1/3] RUN true", ",\"completed\":\"2026-11-24T19:00:02Z\""));
        log.line(vertex("d1", "[2/3] RUN make   all", ""));
        log.line(vertex("d1", "[2/3] RUN make   all", ",\"error\":\"Canceled: context canceled\""));
        Blame blame = log.late(Duration.ofMinutes(30));
        assertThat(blame.cause())
                .isEqualTo(
                        "step 2/3 \"RUN make all\" (Dockerfile:3) was still running when the build timed out after 30 min");
    }

    @Test
    void mask_secretInOutputAndErrors_isInNothingThatLeaves() {
        log.mask(List.of("s3cr3t-value", "line one\nline two"));
        log.line(
                "{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"[1/1] RUN cat\",\"started\":\"2026-11-24T19:00:00Z\"}]}");
        log.line("{\"logs\":[{\"vertex\":\"d1\",\"data\":\"" + base64("it is s3cr3t-value\nline two\n") + "\"}]}");
        log.line(vertex("d1", "[1/1] RUN cat", ",\"error\":\"s3cr3t-value: exit code: 1\""));
        log.line("s3cr3t-value");
        Blame blame = log.blame(1);
        assertThat(blame.log()).containsExactly("it is ***", "***");
        assertThat(out.toString(StandardCharsets.UTF_8) + log.progress() + blame + log.steps())
                .doesNotContain("s3cr3t")
                .contains(base64("it is ***\n***\n"));
    }

    @Test
    void blame_agentThatBuildKitMisleads_isHintedAt() {
        log.line(
                "{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"[1/1] RUN mvn\",\"started\":\"2026-11-24T19:00:00Z\"}]}");
        log.line("{\"logs\":[{\"vertex\":\"d1\",\"data\":\"" + base64("bad endpoint unix:///dev/otel-grpc.sock\n")
                + "\"}]}");
        log.line(vertex("d1", "[1/1] RUN mvn", ",\"error\":\"exit code: 1\""));
        assertThat(log.blame(1).hint()).contains("OTEL_TRACES_EXPORTER=none");
    }

    @Test
    void blame_nothingSaid_isTheExitCode() {
        assertThat(log.blame(127).cause()).isEqualTo("the builder exited with 127");
    }

    private static String vertex(String digest, String name, String more) {
        return "{\"vertexes\":[{\"digest\":\"" + digest + "\",\"name\":\"" + name
                + "\",\"started\":\"2026-11-24T19:00:01Z\"" + more + "}]}";
    }

    private void play(String file) {
        resource(file).lines().forEach(log::line);
    }

    private static String resource(String file) {
        try (InputStream in = Objects.requireNonNull(BuildLogTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

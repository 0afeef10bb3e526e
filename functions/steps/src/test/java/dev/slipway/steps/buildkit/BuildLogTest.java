package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.BuildResult;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuildLogTest {
    private static final BuildSettings SETTINGS = new BuildSettings(
            "hello",
            "01KAE3W5ZZZZZZZZZZZZZZZZZZ",
            new Source(List.of(new SourceLayer("sources/hello/a.tar.zst", null, 1, null, null)), 1),
            "plan.json",
            "registry/slipway",
            "registry/slipway:hello",
            null,
            "slipway:1");

    private final BuildLog log =
            new BuildLog(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

    @Test
    void result_stepExited_namesStepPlaceAndCode() {
        log.line("{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"[2/3] RUN npm run build\",\"started\":\"x\"}]}");
        log.line("{\"logs\":[{\"vertex\":\"d1\",\"data\":\"" + base64("npm error Missing script\n") + "\"}]}");
        log.line("{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"[2/3] RUN npm run build\",\"error\":"
                + "\"process \\\"/bin/sh -c npm run build\\\" did not complete successfully: exit code: 1\"}]}");
        log.line("Dockerfile:9");
        BuildResult result = log.result(SETTINGS, "buildx", Optional.empty());
        assertThat(result.cause()).isEqualTo("step \"[2/3] RUN npm run build\" (Dockerfile:9) exited with 1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.log()).containsExactly("npm error Missing script");
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void result_digest_isBothDigests() {
        BuildResult result = log.result(SETTINGS, "embedded", Optional.of("sha256:aa"));
        assertThat(result.succeeded()).isTrue();
        assertThat(result.appDigest()).isEqualTo("sha256:aa");
        assertThat(result.runDigest()).isEqualTo("sha256:aa");
    }

    @Test
    void result_stepThatDependedOnTheFailingOne_isNotBlamed() {
        log.line("{\"vertexes\":[{\"digest\":\"d2\",\"name\":\"[3/3] RUN later\",\"error\":\"context canceled\"}]}");
        log.line("{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"[2/3] RUN first\",\"error\":\"exit code: 2\"}]}");
        assertThat(log.result(SETTINGS, "buildx", Optional.empty()).failedStep())
                .isEqualTo("[2/3] RUN first");
    }

    @Test
    void result_cacheThatCannotBeImported_isNotBlamed() {
        log.line("{\"vertexes\":[{\"digest\":\"d1\",\"name\":\"importing cache manifest from r/s:cache-hello\","
                + "\"error\":\"r/s:cache-hello: not found\"}]}");
        log.line("{\"vertexes\":[{\"digest\":\"d2\",\"name\":\"[2/2] COPY missing /x\",\"error\":"
                + "\"failed to calculate checksum of ref a::b: \\\"/missing\\\": not found\"}]}");
        log.line("Dockerfile:2");
        log.line("ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of"
                + " ref a::b: \"/missing\": not found");
        BuildResult result = log.result(SETTINGS, "buildx", Optional.empty());
        assertThat(result.cause()).isEqualTo("Dockerfile:2: \"/missing\": not found");
        assertThat(result.failedStep()).isEqualTo("[2/2] COPY missing /x");
        assertThat(result.place()).isEqualTo("Dockerfile:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR: failed to build: failed to solve: ", "error: failed to solve: ", ""})
    void result_syntaxError_namesItsLine(String prefix) {
        log.line(prefix + "dockerfile parse error on line 3: unknown instruction: COPPY (did you mean COPY?)");
        log.exited(1);
        BuildResult result = log.result(SETTINGS, "buildx", Optional.empty());
        assertThat(result.cause()).isEqualTo("Dockerfile:3: unknown instruction: COPPY (did you mean COPY?)");
        assertThat(result.place()).isEqualTo("Dockerfile:3");
    }

    @Test
    void result_plainProgress_namesTheLineOfTheStep() {
        PlainProgress plain = new PlainProgress(Clock.systemUTC());
        log.dockerfile("FROM a\nRUN one \\\n  two\nRUN three\n");
        Stream.of(
                        "#4 [2/3] RUN one   two",
                        "#4 sha256:d3c41d172e23cc3c410f202a30a7320a588003511ebb2e7d841b7a26c0c0fd8e",
                        "#4 0.248 something is wrong",
                        "#4 ERROR: process \"/bin/sh -c one two\" did not complete successfully: exit code: 7",
                        "------",
                        " > [2/3] RUN one   two:",
                        "------")
                .flatMap(line -> plain.read(line).stream())
                .forEach(log::line);
        BuildResult result = log.result(SETTINGS, "docker", Optional.empty());
        assertThat(result.cause()).isEqualTo("step \"[2/3] RUN one   two\" (Dockerfile:2) exited with 7");
        assertThat(result.log()).containsExactly("something is wrong");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

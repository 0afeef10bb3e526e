package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.BuildResult;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

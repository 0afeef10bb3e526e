package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.steps.buildkit.progress.Blame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PullAdviceTest {
    private static final String UNREACHABLE =
            "failed to do request: Head \"https://registry-1.docker.io/v2/library/debian"
                    + "/manifests/12-slim\": dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: no such host";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[internal] load metadata for docker.io/library/debian:12-slim",
                "[internal] booting buildkit",
                "[stage-1 1/2] FROM docker.io/library/debian:12-slim"
            })
    void advise_noRegistryAndNoRun_namesTheEmbeddedBuilder(String step) {
        assertThat(advice(true, step, UNREACHABLE, "FROM debian:12-slim\nCOPY a b"))
                .endsWith("slipway local start --builder embedded");
    }

    @Test
    void advise_dockerfileWithRun_isAboutTheNetworkAlone() {
        assertThat(advice(true, "[1/2] FROM debian", UNREACHABLE, "FROM debian\nrun make"))
                .contains("RegistryMirror")
                .doesNotContain("embedded");
    }

    @Test
    void advise_noEmbeddedBuilder_isAboutTheNetworkAlone() {
        assertThat(advice(false, "[1/2] FROM debian", UNREACHABLE, "FROM debian"))
                .contains("RegistryMirror");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2/2] RUN curl example.com", "exporting to image"})
    void advise_anotherStep_leavesTheHint(String step) {
        assertThat(advice(true, step, UNREACHABLE, "FROM debian")).isEqualTo("as before");
    }

    @Test
    void advise_imageThatIsNotThere_leavesTheHint() {
        assertThat(advice(true, "[1/2] FROM debian", "docker.io/library/debian: not found", "FROM debian"))
                .isEqualTo("as before");
    }

    private static String advice(boolean embedded, String step, String cause, String dockerfile) {
        Blame blame = new Blame(step, null, null, cause, "as before", List.of());
        return String.valueOf(new PullAdvice(embedded).advise(blame, dockerfile).hint());
    }
}

package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.events.Codec;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.StepSpans;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildTextsTest {

    @Test
    void phases_ofASucceededBuild_areThoseWorthAWord() {
        String answer = """
                {"Build":{"Phases":[
                  {"PhaseType":"SUBMITTED","StartTime":1000,"EndTime":1010},
                  {"PhaseType":"QUEUED","StartTime":1010,"EndTime":2200},
                  {"PhaseType":"PROVISIONING","StartTime":2200,"EndTime":9200},
                  {"PhaseType":"PRE_BUILD","StartTime":9200,"EndTime":9300},
                  {"PhaseType":"BUILD","StartTime":9300,"EndTime":34900},
                  {"PhaseType":"FINALIZING","StartTime":34900,"EndTime":34910},
                  {"PhaseType":"COMPLETED","StartTime":34910}]}}""";

        assertThat(phases(Codec.parse(answer)))
                .contains("queued 1.2s · provisioning 7.0s · pre_build 0.1s · build 25.6s");
    }

    @Test
    void phases_ofNothing_areNothing() {
        assertThat(phases(MissingNode.getInstance())).isEmpty();
    }

    private static Optional<String> phases(JsonNode answer) {
        LiveSpan buildKit = LiveSpan.root("build.buildkit", Instant.EPOCH);
        BuildPhases.grow(buildKit, answer);
        return BuildPhases.text(buildKit.until(Instant.EPOCH));
    }

    @Test
    void failure_ofACommand_namesPlaceStepAndCode() {
        assertThat(BuildFailureText.of(result("[builder 5/8] RUN npm run build", "Dockerfile:7", 1)))
                .contains("Dockerfile:7  RUN npm run build → exit code 1");
        assertThat(BuildFailureText.of(result("[5/8] RUN [\"make\"]", null, 2)))
                .contains("RUN [\"make\"] → exit code 2");
    }

    @Test
    void failure_ofNoCommand_isLeftToItsCause() {
        assertThat(BuildFailureText.of(result(null, null, null))).isEmpty();
        assertThat(BuildFailureText.of(result("[4/4] COPY a .", "Dockerfile:5", null)))
                .isEmpty();
    }

    private static BuildResult result(@Nullable String step, @Nullable String place, @Nullable Integer exitCode) {
        return new BuildResult(
                1,
                "01K",
                "slipway:1",
                "buildx",
                null,
                null,
                step,
                place,
                exitCode,
                "it broke",
                null,
                List.of(),
                null,
                StepSpans.RECORD_OUTCOME,
                List.of());
    }
}

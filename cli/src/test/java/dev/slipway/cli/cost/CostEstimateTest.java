package dev.slipway.cli.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Codec;
import dev.slipway.events.Stage;
import dev.slipway.events.state.PhaseTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CostEstimateTest {
    /** The example hello, deployed once more after a change: its phases as a deploy of it printed them. */
    private static final List<PhaseTime> HELLO = List.of(
            phase(Stage.CREATE_DEPLOYMENT, 372),
            phase(Stage.UPLOAD, 4),
            phase(Stage.SETUP, 53),
            phase(Stage.BUILDKIT, 807),
            phase(Stage.LOCATE_ARTIFACT, 13),
            phase(Stage.CREATE_VERSION, 30),
            phase(Stage.ACTIVATE, 24),
            phase(Stage.LAUNCH, 837));

    @Test
    void of_hello_isTheMinuteOfItsBuildAndLittleElse() {
        CostEstimate cost = CostEstimate.of(HELLO);

        assertThat(Codec.write(cost))
                .isEqualTo("{\"total\":0.010410,\"codeBuild\":0.010000,\"lambda\":0.000024,\"stepFunctions\":0.000300,"
                        + "\"s3\":0.000084,\"eventBridge\":0.000002,\"prices\":\"us-east-1, November 2025\"}");
        assertThat(cost.text())
                .isEqualTo("Cost: about 0.0104 USD (build 0.0100, workflow 0.0003, functions 0.0000; list prices of"
                        + " us-east-1, November 2025)");
    }

    @Test
    void of_hello_isWhatTheReadmeSays() throws IOException {
        CostEstimate cost = CostEstimate.of(HELLO);
        String readme = Files.readString(Path.of("../infra/README.md"));
        Stream.of(cost.codeBuild(), cost.lambda(), cost.stepFunctions(), cost.s3(), cost.eventBridge(), cost.total())
                .forEach(part -> assertThat(readme).contains(" " + part.toPlainString() + " |"));
    }

    @Test
    void of_begunMinuteOfABuild_countsWhole() {
        assertThat(CostEstimate.of(List.of(phase(Stage.BUILDKIT, 60_000))).codeBuild())
                .isEqualByComparingTo("0.01");
        assertThat(CostEstimate.of(List.of(phase(Stage.BUILDKIT, 60_001))).codeBuild())
                .isEqualByComparingTo("0.02");
    }

    @Test
    void of_rollback_hasNoBuildAndFewerStates() {
        CostEstimate cost = CostEstimate.of(List.of(phase(Stage.ACTIVATE, 24), phase(Stage.LAUNCH, 837)));
        assertThat(cost.codeBuild()).isZero();
        assertThat(cost.stepFunctions()).isEqualByComparingTo("0.0002");
    }

    @Test
    void of_launchThatWaits_goesThroughItsStatesAgain() {
        CostEstimate cost = CostEstimate.of(List.of(phase(Stage.LAUNCH, 100_000)));
        assertThat(cost.stepFunctions()).isEqualByComparingTo("0.000325");
    }

    private static PhaseTime phase(Stage stage, long millis) {
        return new PhaseTime(stage, Instant.EPOCH, millis);
    }
}

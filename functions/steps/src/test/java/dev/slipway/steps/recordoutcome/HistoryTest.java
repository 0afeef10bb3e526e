package dev.slipway.steps.recordoutcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Stage;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.PhaseTime;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

final class HistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ExecutionInput INPUT = new ExecutionInput(
            1,
            Kind.DEPLOY,
            "01KAE3W5ZZZZZZZZZZZZZZZZZZ",
            "hello",
            1,
            new Source(List.of(new SourceLayer("sources/hello/a.tar.zst", null, 1, null, null)), 1),
            null,
            Map.of(),
            null,
            null,
            false);

    @Test
    void phases_loopOverLaunch_isOnePhaseFromTheFirstVisitToTheEndOfTheLast() {
        History history = new History(
                INPUT,
                List.of(
                        entered("Setup", 0),
                        exited("Setup", 100, "{}"),
                        entered("Launch", 110),
                        exited("Launch", 200, "{}"),
                        entered("LaunchWait", 201),
                        exited("LaunchWait", 1201, "{}"),
                        entered("Launch", 1202),
                        exited("Launch", 1500, "{}")));
        assertThat(history.phases(START.plusMillis(2000)))
                .containsExactly(
                        new PhaseTime(Stage.SETUP, START, 100),
                        new PhaseTime(Stage.LAUNCH, START.plusMillis(110), 1390));
    }

    @Test
    void phases_stateThatDidNotEnd_lastsUntilNow() {
        History history = new History(INPUT, List.of(entered("BuildKit", 50)));
        assertThat(history.phases(START.plusMillis(450)))
                .containsExactly(new PhaseTime(Stage.BUILDKIT, START.plusMillis(50), 400));
        assertThat(history.lastPhase()).contains(Stage.BUILDKIT);
    }

    @Test
    void work_stateOfAStoppedExecution_isOnlyEntered() {
        History history = new History(INPUT, List.of(entered("Launch", 110)));
        assertThat(history.work())
                .containsExactly(new History.Visit("Launch", START.plusMillis(110), START.plusMillis(110), false));
    }

    @Test
    void work_isWhatTheStepsSayOfThemselves_andWhereTheySayNothingTheirState() {
        HistoryEvent answered = HistoryEvent.builder()
                .timestamp(START.plusMillis(90))
                .taskSucceededEventDetails(
                        details -> details.output(
                                "{\"Payload\":{\"work\":{\"from\":\"2026-01-01T00:00:00.010Z\",\"until\":\"2026-01-01T00:00:00.080Z\"}}}"))
                .build();
        History history = new History(
                INPUT,
                List.of(
                        entered("Begin", 0),
                        exited("Begin", 1, "{}"),
                        entered("Setup", 2),
                        answered,
                        exited("Setup", 100, "{}"),
                        entered("BuildKit", 110),
                        exited("BuildKit", 200, "{}"),
                        entered("RecordOutcome", 210)));
        assertThat(history.work())
                .containsExactly(
                        new History.Visit("Setup", START.plusMillis(10), START.plusMillis(80), true),
                        new History.Visit("BuildKit", START.plusMillis(110), START.plusMillis(200), true));
    }

    @Test
    void version_ofADeploy_isWhatCreateVersionAnswered() {
        History history = new History(
                INPUT,
                List.of(entered("CreateVersion", 0), exited("CreateVersion", 5, "{\"Payload\":{\"version\":7}}")));
        assertThat(history.version()).contains(7L);
    }

    @Test
    void buildIds_submittedBuild_isNamed() {
        HistoryEvent submitted = HistoryEvent.builder()
                .timestamp(START)
                .taskSubmittedEventDetails(
                        details -> details.resourceType("codebuild").output("{\"Build\":{\"Id\":\"slipway-local:1\"}}"))
                .build();
        assertThat(new History(INPUT, List.of(submitted)).buildIds()).containsExactly("slipway-local:1");
    }

    private static HistoryEvent entered(String state, long millis) {
        return HistoryEvent.builder()
                .timestamp(START.plusMillis(millis))
                .stateEnteredEventDetails(details -> details.name(state))
                .build();
    }

    private static HistoryEvent exited(String state, long millis, String output) {
        return HistoryEvent.builder()
                .timestamp(START.plusMillis(millis))
                .stateExitedEventDetails(details -> details.name(state).output(output))
                .build();
    }
}

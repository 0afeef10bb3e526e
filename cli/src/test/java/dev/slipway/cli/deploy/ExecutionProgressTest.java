package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cli.console.Keyboard;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Logs;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.cli.progress.LineProgress;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.events.Codec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionProgressTest {
    private static final Instant START = Instant.parse("2026-01-02T10:31:02Z");
    private static final Site SITE =
            new Site("local", "us-east-1", null, null, null, false, Map.of("AppFunctionPrefix", "slipway-local-"));

    private final StringWriter written = new StringWriter();
    private final Progress shown = new LineProgress(new PrintWriter(written, true), Clock.fixed(START, ZoneOffset.UTC));
    private final Logs logs = new Pipeline(SITE, new Clients(SITE, List.of())).logs();
    private final ExecutionProgress progress = new ExecutionProgress(
            shown,
            new BuildTree(LiveSpan.root("deploy", START)),
            new BuildProgress(logs, shown),
            new AppOutput(logs, "hello", shown),
            Controls.listening(Keyboard.NONE, shown, () -> {}));
    private int seconds;

    @Test
    void deploy_statesBecomeSteps() {
        state("Begin", MissingNode.getInstance());
        state("Setup", payload("{'stack':'java','stackVersion':'17','rule':'one file'}"));
        state("BuildKit", Codec.parse("""
                {"Build":{"Phases":[{"PhaseType":"BUILD","StartTime":1000,"EndTime":1500}]}}"""));
        state("LocateArtifact", payload("{'builder':'embedded','appDigest':'sha256:9b1f0000e07c'}"));
        state("CreateVersion", payload("{'version':4}"));
        state("Activate", payload("{'version':4}"));
        state("Launch", payload("{'outcome':'wait','probes':1}"));
        state("Launched", MissingNode.getInstance());
        state("LaunchWait", MissingNode.getInstance());
        state("Launch", payload("{'outcome':'settled','probes':2}"));
        state("RecordOutcome", payload("{'status':'live'}"));

        assertThat(written.toString().lines().map(line -> line.substring(13)))
                .containsExactly(
                        "setup       java 17 (rule: one file) (1.0s)",
                        "build       embedded builder, sha256:9b1f…e07c (2.0s)",
                        "            build 0.5s",
                        "version     v4 (2.0s)",
                        "launch      healthy after 2 probes, traffic moved to v4 (4.0s)");
        assertThat(progress.failedStep()).isNull();
    }

    @Test
    void deploy_caughtBuild_isTheStepThatFailed() {
        state("Setup", payload("{'stack':'java','rule':'x'}"));
        state("BuildKit", MissingNode.getInstance());
        state("RecordOutcome", payload("{'status':'failed'}"));

        assertThat(written.toString()).doesNotContain("build");
        assertThat(progress.failedStep()).isEqualTo(Step.BUILD);
        assertThat(progress.failedAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void deploy_launchThatSaysFailed_isTheStepThatFailed() {
        state("Launch", payload("{'outcome':'failed','probes':7}"));
        state("Launched", MissingNode.getInstance());
        state("RecordOutcome", payload("{'status':'failed'}"));

        assertThat(progress.failedStep()).isEqualTo(Step.LAUNCH);
    }

    private void state(String name, JsonNode result) {
        progress.entered(name, START.plusSeconds(seconds));
        progress.left(name, START.plusSeconds(++seconds), result);
    }

    private static JsonNode payload(String json) {
        return Codec.parse("{\"Payload\":" + json.replace('\'', '"') + "}");
    }
}

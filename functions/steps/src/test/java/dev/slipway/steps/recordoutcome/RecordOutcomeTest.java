package dev.slipway.steps.recordoutcome;

import static dev.slipway.steps.handler.SpanCollector.attributes;
import static dev.slipway.steps.handler.SpanCollector.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.LaunchOutcome;
import dev.slipway.events.step.LaunchResult;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.steps.handler.SpanCollector;
import dev.slipway.steps.notice.FakeBus;
import dev.slipway.steps.notice.Notices;
import dev.slipway.telemetry.SpanIds;
import dev.slipway.telemetry.Telemetry;
import dev.slipway.telemetry.TraceIds;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;

/** What record_outcome does of a deployment that an upload began: the whole trace but the steps' own spans is its own. */
class RecordOutcomeTest {
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final String ROOT = SpanIds.of(ID, 0, "deploy");
    private static final Instant START = Instant.parse("2026-11-22T10:31:02.114Z");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ExecutionInput INPUT = new ExecutionInput(
            1,
            Kind.CONFIGURE,
            ID,
            "hello",
            4,
            null,
            3L,
            Map.of(),
            null,
            TraceContext.of("00-" + TraceIds.of(ID) + "-" + ROOT + "-01"),
            true);

    private final Bucket bucket = new Bucket(new MemoryS3(), "bucket");
    private final FakeWorkflow workflow = new FakeWorkflow(START);
    private final FakeBus bus = new FakeBus();
    private SpanCollector collector;
    private Telemetry telemetry;

    @BeforeEach
    void start() throws IOException {
        collector = SpanCollector.start();
        telemetry = Telemetry.from(collector.environment(), "slipway");
        bucket.put(
                Keys.deployment("hello", ID),
                new DeploymentRecord(
                        1,
                        ID,
                        "hello",
                        4,
                        DeploymentStatus.ACTIVATING,
                        INPUT,
                        "s3",
                        null,
                        null,
                        START,
                        START,
                        null,
                        null,
                        "arn",
                        null,
                        null,
                        null,
                        List.of()));
    }

    @AfterEach
    void stop() {
        telemetry.close();
        collector.close();
    }

    @Test
    void record_ofAnUpload_writesTheRootOverTheWholeTime() {
        outcome(Duration.ofSeconds(9)).record(request(0));

        Span deploy = only("deploy", spans());
        assertThat(hex(deploy.getTraceId())).isEqualTo(TraceIds.of(ID));
        assertThat(hex(deploy.getSpanId())).isEqualTo(ROOT);
        assertThat(deploy.getParentSpanId().isEmpty()).isTrue();
        assertThat(deploy.getEndTimeUnixNano() - deploy.getStartTimeUnixNano())
                .isEqualTo(Duration.ofSeconds(9).toNanos());
        assertThat(attributes(deploy)).containsEntry("deployment.status", "failed");
        Span build = only("build", spans());
        assertThat(hex(build.getSpanId())).isEqualTo(SpanIds.of(ID, 0, "build"));
        assertThat(hex(build.getParentSpanId())).isEqualTo(ROOT);
        assertThat(attributes(build))
                .containsEntry("error.type", "Withdrawn")
                .containsEntry("slipway.failure.phase", "launch")
                .containsEntry("cicd.pipeline.result", "failure");
    }

    /** The first attempt may have died after the record was closed, and before its spans left. */
    @Test
    void record_secondAttempt_writesTheSameSpansAndAnnouncesNothing() {
        outcome(Duration.ofSeconds(9)).record(request(0));
        List<Span> first = spans();

        outcome(Duration.ofSeconds(11)).record(request(0));

        assertThat(spans().subList(first.size(), 2 * first.size())).containsExactlyElementsOf(first);
        assertThat(spans()).hasSize(2 * first.size());
        assertThat(bus.changes().size()).isEqualTo(1);
    }

    @Test
    void recordEnded_deliveredOnceMore_writesNothing() {
        workflow.stopped(INPUT);
        RecordOutcome first = outcome(Duration.ofSeconds(9));
        first.recordEnded(workflow.executions().describe("arn"));
        List<Span> before = spans();
        outcome(Duration.ofSeconds(11)).recordEnded(workflow.executions().describe("arn"));

        assertThat(attributes(only("build", before))).containsEntry("cicd.pipeline.result", "cancellation");
        assertThat(spans()).isEqualTo(before);
    }

    @Test
    void record_redriven_isAnotherRunOfTheSameTrace() {
        outcome(Duration.ofSeconds(9)).record(request(0));
        int before = spans().size();
        workflow.redriven(Duration.ofSeconds(60));
        outcome(Duration.ofSeconds(70)).record(request(1));

        Span again = only("build", spans().subList(before, spans().size()));
        assertThat(hex(again.getTraceId())).isEqualTo(TraceIds.of(ID));
        assertThat(hex(again.getSpanId())).isEqualTo(SpanIds.of(ID, 1, "build"));
        assertThat(spans().stream()
                        .filter(span -> span.getName().equals("deploy"))
                        .distinct())
                .hasSize(1);
    }

    private RecordOutcome outcome(Duration after) {
        Clock clock = Clock.fixed(START.plus(after), ZoneOffset.UTC);
        return new RecordOutcome(
                bucket,
                workflow.executions(),
                new Notices(bucket, bus, "local", clock),
                new BuildSpans(telemetry, "local"),
                clock);
    }

    private static RecordOutcomeRequest request(int redriveCount) {
        LaunchResult failed = new LaunchResult(
                LaunchOutcome.FAILED,
                0,
                null,
                0,
                new dev.slipway.events.state.Failure(
                        dev.slipway.events.Stage.LAUNCH, "Withdrawn", "it was withdrawn", null, List.of()));
        return new RecordOutcomeRequest(INPUT, new Execution("arn", redriveCount, START), null, null, 4L, failed);
    }

    private List<Span> spans() {
        assertThat(telemetry.flush(LONG)).isTrue();
        return collector.spans();
    }

    private static Span only(String name, List<Span> spans) {
        List<Span> named =
                spans.stream().filter(span -> span.getName().equals(name)).toList();
        assertThat(named).hasSize(1);
        return named.get(0);
    }

    /** No build belongs to a change of the environment. */
    static CodeBuildClient noBuilds() {
        return new CodeBuildClient() {
            @Override
            public String serviceName() {
                return "codebuild";
            }

            @Override
            public void close() {}
        };
    }
}

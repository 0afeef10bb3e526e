package dev.slipway.steps.s3trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.notice.DeploymentStatusChange;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.steps.handler.SpanCollector;
import dev.slipway.steps.notice.FakeBus;
import dev.slipway.steps.notice.Notices;
import dev.slipway.telemetry.SpanIds;
import dev.slipway.telemetry.Telemetry;
import dev.slipway.telemetry.TraceIds;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class S3TriggerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:31:02.114Z");
    private static final Upload UPLOAD = new Upload(
            NOW,
            new Upload.Detail(
                    new Upload.Bucket("bucket"),
                    new Upload.S3Object("incoming/hello/source.tar.gz", 10, "e", null, "0055AED6DCD90281E5")));
    private static final String ID =
            DeploymentId.ofUpload(NOW, "bucket", "incoming/hello/source.tar.gz", "0055AED6DCD90281E5");

    private final Workflow workflow = new Workflow();
    private final FakeBus bus = new FakeBus();
    private final List<HeadObjectRequest> heads = new ArrayList<>();
    private Bucket bucket;
    private SpanCollector collector;
    private Telemetry telemetry;

    @BeforeEach
    void start() throws IOException {
        collector = SpanCollector.start();
        telemetry = Telemetry.from(collector.environment(), "slipway");
    }

    @AfterEach
    void stop() {
        telemetry.close();
        collector.close();
    }

    @Test
    void trigger_uploadWithoutATraceparent_beginsATraceWithIdsOfTheDeployment() {
        trigger(Map.of()).trigger(UPLOAD);

        ExecutionInput input = workflow.inputs().get(0);
        assertThat(input.trace()).isNotNull();
        assertThat(input.trace().traceparent())
                .isEqualTo("00-" + TraceIds.of(ID) + "-" + SpanIds.of(ID, 0, "deploy") + "-01");
        assertThat(input.rootSpan()).isTrue();
        assertThat(workflow.headers())
                .containsExactly("Root=1-" + TraceIds.of(ID).substring(0, 8) + "-"
                        + TraceIds.of(ID).substring(8) + ";Parent=" + SpanIds.of(ID, 0, "deploy") + ";Sampled=1");
        // What the call itself sends is of the span that is current then.
        assertThat(workflow.current()).containsExactly(TraceIds.of(ID));
    }

    @Test
    void trigger_uploadWithATraceparent_goesOnBelowIt() {
        String traceparent = "00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01";
        trigger(Map.of("traceparent", traceparent)).trigger(UPLOAD);

        assertThat(workflow.inputs()).singleElement().satisfies(input -> {
            assertThat(input.trace()).isNotNull();
            assertThat(input.trace().traceparent()).isEqualTo(traceparent);
            assertThat(input.rootSpan()).isFalse();
        });
    }

    @Test
    void trigger_unreadableTraceparent_beginsATrace() {
        trigger(Map.of("traceparent", "nonsense")).trigger(UPLOAD);

        assertThat(workflow.inputs().get(0).rootSpan()).isTrue();
    }

    @Test
    void trigger_eventDeliveredTwice_startsTheSameExecutionInTheSameTrace() {
        S3Trigger trigger = trigger(Map.of());
        trigger.trigger(UPLOAD);
        trigger.trigger(UPLOAD);

        assertThat(workflow.inputs()).hasSize(2);
        assertThat(workflow.inputs().get(1)).isEqualTo(workflow.inputs().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tgz", "a.tar.zst", "a.zip"})
    void trigger_archiveOfAnyKind_startsItsDeployment(String name) {
        trigger(Map.of()).trigger(upload("incoming/hello/" + name, null));

        assertThat(workflow.inputs())
                .singleElement()
                .extracting(input -> input.source().layers().get(0).key())
                .isEqualTo("incoming/hello/" + name);
    }

    @Test
    void trigger_bucketWithVersions_pinsTheVersionOfTheEventAndNotTheLatest() {
        trigger(Map.of()).trigger(upload("incoming/hello/a.tar", "3/L4kqtJlcpXroDTDmJ"));

        assertThat(heads).extracting(HeadObjectRequest::versionId).containsExactly("3/L4kqtJlcpXroDTDmJ");
        assertThat(workflow.inputs().get(0).source().layers().get(0).versionId())
                .isEqualTo("3/L4kqtJlcpXroDTDmJ");
    }

    @Test
    void trigger_settingsInMetadata_areThoseOfTheDeployment() {
        trigger(Map.of(
                        "slipway-message", "nightly",
                        "slipway-env", "{\"COLOUR\": \"red\"}",
                        "slipway-args", "{\"VERSION\": \"7\"}"))
                .trigger(UPLOAD);

        ExecutionInput input = workflow.inputs().get(0);
        assertThat(input.args()).containsExactly(Map.entry("VERSION", "7"));
        assertThat(bucket.read(Keys.deployment("hello", ID), DeploymentRecord.class))
                .hasValueSatisfying(
                        record -> assertThat(record.value().message()).isEqualTo("nightly"));
        assertThat(bucket.read(Keys.environment("hello", input.environmentRevision()), EnvironmentRecord.class))
                .hasValueSatisfying(record -> assertThat(record.value().entries())
                        .containsExactly(Map.entry("COLOUR", new EnvironmentEntry("red", false))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slipway-env  | [1]          | its metadata slipway-env must be a JSON object of texts
            slipway-env  | {"A": 1}     | its metadata slipway-env must be a JSON object of texts
            slipway-args | no JSON      | its metadata slipway-args must be a JSON object of texts
            slipway-env  | {"PORT": ""} | is set by the pipeline
            """)
    void trigger_metadataThatMakesNoSense_isAnsweredTwiceAndTold(String name, String value, String cause) {
        trigger(Map.of(name, value)).trigger(UPLOAD);

        assertThat(workflow.inputs()).isEmpty();
        for (String key : List.of("results/hello/source.tar.gz.json", "incoming/hello/source.tar.gz.result.json")) {
            assertThat(bucket.read(key, DeploymentStatusChange.class))
                    .hasValueSatisfying(answer ->
                            assertThat(answer.value().failure().cause()).contains(cause));
        }
        assertThat(bus.changes()).singleElement().satisfies(change -> {
            assertThat(change.deploymentId()).isEqualTo(ID);
            assertThat(change.status()).isEqualTo(DeploymentStatus.FAILED);
        });
    }

    @Test
    void trigger_ownAnswer_isNoUpload() {
        TriggerResult result = trigger(Map.of()).trigger(upload("incoming/hello/source.tar.gz.result.json", null));

        assertThat(result.status()).isNull();
        assertThat(bus.changes()).isEmpty();
        assertThat(bucket.names("", "")).isEmpty();
    }

    private static Upload upload(String key, String versionId) {
        return new Upload(
                NOW,
                new Upload.Detail(
                        new Upload.Bucket("bucket"),
                        new Upload.S3Object(key, 10, "e", versionId, "0055AED6DCD90281E5")));
    }

    private S3Trigger trigger(Map<String, String> metadata) {
        MemoryS3 s3 = new MemoryS3() {
            @Override
            public synchronized HeadObjectResponse headObject(HeadObjectRequest request) {
                heads.add(request);
                return HeadObjectResponse.builder()
                        .metadata(metadata)
                        .eTag("\"e\"")
                        .build();
            }
        };
        bucket = new Bucket(s3, "bucket");
        return new S3Trigger(
                bucket,
                workflow,
                telemetry,
                new Notices(bucket, bus, "local", Clock.fixed(NOW, ZoneOffset.UTC)),
                new S3Trigger.Settings("arn:aws:states:x:1:stateMachine:s", Duration.ofMinutes(5), 1 << 20),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Keeps what it is asked to start, and the trace in which. */
    private static final class Workflow implements SfnClient {
        private final List<StartExecutionRequest> started = new ArrayList<>();
        private final List<String> current = new ArrayList<>();

        List<ExecutionInput> inputs() {
            return started.stream()
                    .map(request -> Codec.read(request.input(), ExecutionInput.class))
                    .toList();
        }

        List<String> headers() {
            return started.stream().map(StartExecutionRequest::traceHeader).toList();
        }

        List<String> current() {
            return current;
        }

        @Override
        public StartExecutionResponse startExecution(StartExecutionRequest request) {
            started.add(request);
            current.add(Span.current().getSpanContext().getTraceId());
            return StartExecutionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "states";
        }

        @Override
        public void close() {}
    }
}

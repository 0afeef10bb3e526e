package dev.slipway.steps.s3trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import dev.slipway.steps.handler.SpanCollector;
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

    private S3Trigger trigger(Map<String, String> metadata) {
        MemoryS3 s3 = new MemoryS3() {
            @Override
            public synchronized HeadObjectResponse headObject(HeadObjectRequest request) {
                return HeadObjectResponse.builder()
                        .metadata(metadata)
                        .eTag("\"e\"")
                        .build();
            }
        };
        return new S3Trigger(
                new Bucket(s3, "bucket"),
                workflow,
                telemetry,
                new S3Trigger.Settings("arn:aws:states:x:1:stateMachine:s", "local", Duration.ofMinutes(5), 1 << 20),
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

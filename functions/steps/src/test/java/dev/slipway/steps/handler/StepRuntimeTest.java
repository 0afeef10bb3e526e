package dev.slipway.steps.handler;

import static dev.slipway.steps.handler.SpanCollector.attributes;
import static dev.slipway.steps.handler.SpanCollector.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.Codec;
import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.ActivateResult;
import dev.slipway.events.step.Execution;
import dev.slipway.telemetry.SpanIds;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepRuntimeTest {
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final TraceContext TRACE =
            TraceContext.of("00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01");
    private static final ExecutionInput INPUT =
            new ExecutionInput(1, Kind.CONFIGURE, ID, "hello", 1, null, 1L, Map.of(), null, TRACE, false);
    private static final Execution EXECUTION = new Execution("arn", 2, Instant.EPOCH, 3);
    /** X-Ray is off: it says so of everything. */
    private static final String AMBIENT = "Root=1-00000001-000000000000000000000002;Parent=00000000000000ff;Sampled=0";

    private SpanCollector collector;

    @BeforeEach
    void start() throws IOException {
        collector = SpanCollector.start();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void span_underLambda_isBelowBuildAndLinksLambdasOwn() throws IOException {
        StepRuntime runtime = new StepRuntime(collector.environment());

        handle(runtime, new Invocation(AMBIENT), span -> new ActivateResult(1, null));

        Span span = arrived();
        assertThat(hex(span.getTraceId())).isEqualTo(TRACE.traceId());
        assertThat(hex(span.getParentSpanId())).isEqualTo(SpanIds.of(ID, 2, "build"));
        assertThat(span.getLinksList()).singleElement().satisfies(link -> {
            assertThat(hex(link.getTraceId())).isEqualTo("00000001000000000000000000000002");
            assertThat(hex(link.getSpanId())).isEqualTo("00000000000000ff");
        });
        assertThat(attributes(span))
                .containsEntry("faas.coldstart", "true")
                .containsEntry("faas.invocation_id", "5f0c1b7e-request")
                .containsEntry("aws.lambda.invoked_arn", "arn:aws:lambda:eu-west-1:000000000000:function:setup:live")
                .containsEntry("attempt", "3")
                .containsEntry("cicd.pipeline.task.name", "activate")
                .containsEntry("cicd.pipeline.task.type", "deploy")
                .containsEntry("cicd.pipeline.task.run.id", ID + "/2/activate");
    }

    @Test
    void span_stepFails_saysInWhichPhaseAndWhy() {
        StepRuntime runtime = new StepRuntime(collector.environment());

        assertThatThrownBy(() -> handle(runtime, new Invocation(null), span -> {
                    throw new StepException(Stage.ACTIVATE, "it was cancelled", null);
                }))
                .isInstanceOf(StepException.class);

        Span span = arrived();
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage()).isEqualTo("it was cancelled");
        assertThat(attributes(span))
                .containsEntry("error.type", StepException.class.getName())
                .containsEntry("slipway.failure.phase", "activate");
        assertThat(span.getEventsList()).extracting(Span.Event::getName).containsExactly("exception");
    }

    @Test
    void linked_repairOfADeployment_isATraceOfItsOwnThatLinksIt() throws IOException {
        StepRuntime runtime = new StepRuntime(collector.environment());

        runtime.handleText(
                new ByteArrayInputStream("{}".getBytes(UTF_8)),
                new ByteArrayOutputStream(),
                new Invocation(AMBIENT),
                text -> runtime.linked("launcher.reconcile", TRACE, span -> new ActivateResult(1, null)));

        Span span = arrived();
        assertThat(span.getParentSpanId().isEmpty()).isTrue();
        assertThat(hex(span.getTraceId())).isNotEqualTo(TRACE.traceId());
        assertThat(span.getLinksList())
                .extracting(link -> hex(link.getSpanId()))
                .containsExactly("00000000000000ff", TRACE.spanId());
    }

    @Test
    void handle_collectorHangs_answersAndSaysSoOnce() throws IOException {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            StepRuntime runtime = new StepRuntime(
                    Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + hanging.getLocalPort()));
            Invocation invocation = new Invocation(null);

            handle(runtime, invocation, span -> new ActivateResult(1, null));
            handle(runtime, invocation, span -> new ActivateResult(1, null));

            assertThat(invocation.logged())
                    .containsExactly("failed to export spans to http://127.0.0.1:" + hanging.getLocalPort()
                            + "/v1/traces: no answer in time");
        }
    }

    @Test
    void handle_tracedStep_logsALineThatNamesItsSpanAndDeployment() throws IOException {
        List<String> lines = new ArrayList<>();
        StepRuntime runtime = new StepRuntime(collector.environment(), lines::add);

        handle(runtime, new Invocation(AMBIENT), span -> new ActivateResult(1, null));
        assertThatThrownBy(() -> handle(runtime, new Invocation(AMBIENT), span -> {
                    throw new IllegalStateException("no bucket");
                }))
                .hasMessage("no bucket");

        Span span = arrived();
        assertThat(lines).hasSize(2);
        assertThat(Codec.parse(lines.get(0))).isEqualTo(Codec.parse("""
                        {"timestamp": "%s", "level": "INFO", "message": "answered", "requestId": "5f0c1b7e-request",
                         "app": "hello", "deploymentId": "%s", "trace_id": "%s", "span_id": "%s", "trace_flags": "01"}
                        """.formatted(
                Codec.parse(lines.get(0)).path("timestamp").asText(), ID, TRACE.traceId(), hex(span.getSpanId()))));
        assertThat(Codec.parse(lines.get(1)).path("message").asText()).isEqualTo("failed: no bucket");
        assertThat(Codec.parse(lines.get(1)).path("trace_id").asText()).isEqualTo(TRACE.traceId());
    }

    @Test
    void handle_untracedStep_logsALineWithoutATrace() throws IOException {
        List<String> lines = new ArrayList<>();

        handle(new StepRuntime(Map.of(), lines::add), new Invocation(null), span -> new ActivateResult(1, null));

        assertThat(lines).singleElement().asString().contains("\"hello\"").doesNotContain("trace_id");
    }

    @Test
    void beforeCheckpoint_anyFunction_hasCalledS3OnceAndMindsNoRefusal() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(403, -1);
        });
        s3.start();
        StepRuntime runtime = new StepRuntime(Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + s3.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "id",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "SLIPWAY_BUCKET",
                "bucket"));

        runtime.priming().beforeCheckpoint(Core.getGlobalContext());

        assertThat(asked).containsExactly("HEAD /bucket/apps/priming/app.json");
        s3.stop(0);
    }

    private static void handle(
            StepRuntime runtime, Invocation invocation, Function<io.opentelemetry.api.trace.Span, ActivateResult> work)
            throws IOException {
        runtime.handleText(
                new ByteArrayInputStream("{}".getBytes(UTF_8)),
                new ByteArrayOutputStream(),
                invocation,
                text -> runtime.span("build.activate", INPUT, EXECUTION, work));
    }

    /** The function has answered by then, whether its span has arrived or not. */
    private Span arrived() {
        return await().until(() -> collector.spans().stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }
}

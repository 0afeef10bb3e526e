package dev.slipway.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String DEPLOYMENT = "01ARYZ6S41TSV4RRFFQ69G5FAV";
    private static final TraceContext CARRIER =
            new TraceContext("00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-01", "vendor=1", "team=ships");
    private static final Instant START = Instant.parse("2026-11-22T20:00:00.000000001Z");

    private Collector collector;

    @BeforeEach
    void start() throws IOException {
        collector = Collector.accepting();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void emit_finishedSpan_arrivesWhole() {
        SpanContext parent = io.opentelemetry.api.trace.Span.fromContext(
                        Telemetry.off().parent(CARRIER))
                .getSpanContext();
        String id = SpanIds.of(DEPLOYMENT, 0, "build");
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            telemetry.emit(FinishedSpan.child(parent, id, "build", START, START.plusSeconds(2))
                    .withKind(SpanKind.SERVER)
                    .withAttributes(Attributes.of(AttributeKey.stringKey("slipway.app.name"), "hello"))
                    .withLinks(List.of(XRay.parse("Root=1-6921c5d0-000000000000000000000001;Parent=00000000000000ff")
                            .orElseThrow()))
                    .withError("launch: not healthy"));
            assertThat(telemetry.flush(LONG)).isTrue();
        }

        Span span = collector.spans().get(0);
        assertThat(span.getName()).isEqualTo("build");
        assertThat(hex(span.getTraceId())).isEqualTo("6921c5d000112233445566778899a41e");
        assertThat(hex(span.getSpanId())).isEqualTo(id);
        assertThat(hex(span.getParentSpanId())).isEqualTo("53995c3f42cd8ad8");
        assertThat(span.getTraceState()).isEqualTo("vendor=1");
        assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(START.getEpochSecond() * 1_000_000_000L + 1);
        assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).isEqualTo(2_000_000_000L);
        assertThat(span.getAttributes(0).getKey()).isEqualTo("slipway.app.name");
        assertThat(span.getAttributes(0).getValue().getStringValue()).isEqualTo("hello");
        assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(span.getStatus().getMessage()).isEqualTo("launch: not healthy");
        assertThat(hex(span.getLinks(0).getSpanId())).isEqualTo("00000000000000ff");
    }

    @Test
    void flush_rightAfterAnother_waitsForItsOwnSpans() {
        SpanContext parent = io.opentelemetry.api.trace.Span.fromContext(
                        Telemetry.off().parent(CARRIER))
                .getSpanContext();
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            for (int i = 1; i <= 1000; i++) {
                String id = SpanIds.of(DEPLOYMENT, i, "build");
                telemetry.emit(FinishedSpan.child(parent, id, "build", START, START.plusSeconds(2)));
                assertThat(telemetry.flush(LONG)).isTrue();
                assertThat(collector.calls()).hasSize(i);
            }
        }
    }

    @Test
    void flush_besideOneThatHangs_waitsNoLongerThanItMay() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (Collector slow = Collector.answering(exchange -> {
                    arrived.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.sendResponseHeaders(200, -1);
                });
                Telemetry telemetry = Telemetry.from(slow.environment(), "slipway")) {
            telemetry.tracer().spanBuilder("first").startSpan().end();
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(() -> telemetry.flush(LONG));
            arrived.await();
            telemetry.tracer().spanBuilder("second").startSpan().end();

            assertThat(telemetry.flush(Duration.ofMillis(50))).isFalse();

            assertThat(first).isNotDone();
            answer.countDown();
            assertThat(first.get()).isTrue();
        }
    }

    @Test
    void emit_root_hasTheIdsThatItWasPromised() {
        String trace = TraceIds.of(DEPLOYMENT);
        String id = SpanIds.of(DEPLOYMENT, 0, "deploy");
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            TraceContext begun = telemetry.begin("deploy", trace, id);
            telemetry.emit(FinishedSpan.root(trace, id, "deploy", START, START));
            telemetry.flush(LONG);

            assertThat(begun).isEqualTo(TraceContext.of("00-" + trace + "-" + id + "-01"));
        }
        assertThat(collector.spans()).singleElement().satisfies(span -> {
            assertThat(hex(span.getTraceId())).isEqualTo(trace);
            assertThat(hex(span.getSpanId())).isEqualTo(id);
            assertThat(span.getParentSpanId().isEmpty()).isTrue();
        });
    }

    @Test
    void startWithId_thenAnother_givesTheIdToTheOneSpanOnly() {
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            var root = telemetry.startWithId(
                    "deploy", SpanKind.INTERNAL, Context.root(), "00000000000000aa", Instant.now());
            var child = telemetry
                    .tracer()
                    .spanBuilder("deploy.pack")
                    .setParent(Context.root().with(root))
                    .startSpan();

            assertThat(root.getSpanContext().getSpanId()).isEqualTo("00000000000000aa");
            assertThat(child.getSpanContext().getSpanId()).isNotEqualTo("00000000000000aa");
            assertThat(child.getSpanContext().getTraceId())
                    .isEqualTo(root.getSpanContext().getTraceId());
        }
    }

    @Test
    void tracer_newRoot_hasAnXRayTraceId() {
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            String trace = telemetry
                    .tracer()
                    .spanBuilder("deploy")
                    .startSpan()
                    .getSpanContext()
                    .getTraceId();

            long begun = Long.parseLong(trace.substring(0, 8), 16);
            assertThat(Instant.ofEpochSecond(begun))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        }
    }

    @Test
    void parent_unsampled_keepsItsChildrenUnsampled() {
        var unsampled = TraceContext.of("00-6921c5d000112233445566778899a41e-53995c3f42cd8ad8-00");
        try (Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            telemetry
                    .tracer()
                    .spanBuilder("build.setup")
                    .setParent(telemetry.parent(unsampled))
                    .startSpan()
                    .end();
            assertThat(telemetry.flush(LONG)).isTrue();
        }
        assertThat(collector.calls()).isEmpty();
    }

    @Test
    void carrier_ofARemoteParent_isWhatCameIn() {
        assertThat(Telemetry.off().carrier(Telemetry.off().parent(CARRIER))).isEqualTo(CARRIER);
        assertThat(Telemetry.off().carrier(Context.root())).isNull();
    }

    @Test
    void parent_environment_isTheJobOfTheCi() {
        var environment =
                Map.of("TRACEPARENT", CARRIER.traceparent(), "TRACESTATE", "vendor=1", "BAGGAGE", "team=ships");

        assertThat(Telemetry.off().carrier(Telemetry.off().parent(environment))).isEqualTo(CARRIER);
        assertThat(Telemetry.off().parent(Map.of("TRACEPARENT", "nonsense"))).isSameAs(Context.root());
    }

    @ParameterizedTest
    @CsvSource({"'tracecontext, baggage',true,true", "tracecontext,true,false", "b3,false,false", "'',true,true"})
    void parent_propagators_decideWhatComesFromOutside(String propagators, boolean trace, boolean baggage) {
        var environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.url(),
                "OTEL_PROPAGATORS",
                propagators,
                "TRACEPARENT",
                CARRIER.traceparent(),
                "BAGGAGE",
                "team=ships");
        try (Telemetry telemetry = Telemetry.from(environment, "slipway")) {
            TraceContext carrier = telemetry.carrier(telemetry.parent(environment));

            assertThat(carrier != null).isEqualTo(trace);
            assertThat(carrier != null && carrier.baggage() != null).isEqualTo(baggage);
            assertThat(telemetry.carrier(telemetry.parent(CARRIER)).traceparent())
                    .isEqualTo(CARRIER.traceparent());
        }
    }

    @Test
    void off_spanBelowACarrier_passesTheCarrierOn() {
        Telemetry telemetry = Telemetry.off();
        var span = telemetry.startWithId(
                "deploy", SpanKind.INTERNAL, telemetry.parent(CARRIER), "00000000000000aa", Instant.now());

        assertThat(telemetry.carrier(telemetry.parent(CARRIER).with(span))).isEqualTo(CARRIER);
        assertThat(telemetry.enabled()).isFalse();
        assertThat(telemetry.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void relaying_spans_leaveAsOtlpThroughTheRelay() {
        var sent = new java.util.concurrent.CopyOnWriteArrayList<byte[]>();
        try (Telemetry telemetry = Telemetry.relaying(Map.of(), "slipway-cli", sent::add)) {
            telemetry
                    .tracer()
                    .spanBuilder("deploy")
                    .startSpan()
                    .setStatus(StatusCode.OK)
                    .end();
            assertThat(telemetry.flush(LONG)).isTrue();
        }
        assertThat(sent)
                .singleElement()
                .satisfies(bytes -> assertThat(
                                io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.parseFrom(bytes)
                                        .getResourceSpans(0)
                                        .getScopeSpans(0)
                                        .getSpans(0)
                                        .getName())
                        .isEqualTo("deploy"));
    }

    @Test
    void relaying_relayFails_isTold() {
        try (Telemetry telemetry = Telemetry.relaying(Map.of(), "slipway-cli", bytes -> {
            throw new IOException("report_spans answered 413");
        })) {
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            assertThat(telemetry.flush(LONG)).isFalse();
            assertThat(telemetry.problem())
                    .contains("failed to export spans to the pipeline: report_spans answered 413");
        }
    }

    /** A deploy of some seconds sends its spans in several batches, the root in the last one. */
    @Test
    void relaying_relayFailedOnce_theNextBatchArrives() {
        var sent = new java.util.concurrent.CopyOnWriteArrayList<byte[]>();
        var slow = new java.util.concurrent.atomic.AtomicBoolean(true);
        try (Telemetry telemetry = Telemetry.relaying(Map.of(), "slipway-cli", bytes -> {
            if (slow.getAndSet(false)) {
                throw new IOException("no answer in time");
            }
            sent.add(bytes);
        })) {
            telemetry.tracer().spanBuilder("deploy.pack").startSpan().end();
            assertThat(telemetry.flush(LONG)).isFalse();
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            telemetry.flush(LONG);
            Awaitility.await().until(() -> !sent.isEmpty());
        }
        assertThat(sent)
                .singleElement()
                .satisfies(bytes -> assertThat(new String(bytes, UTF_8)).contains("deploy"));
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}

package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.telemetry.FaultyCollector.Fault;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A collector in any state costs a process one bounded wait and one line. Bounds are wide: the machine is shared. */
class CollectorFaultsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration BOUND = DEADLINE.plusSeconds(1);
    private static final Duration AT_ONCE = DEADLINE.dividedBy(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(Fault.class)
    void flush_spansOfItsOwn_endsInTimeThenDropsAtOnce(Fault fault) throws IOException {
        try (FaultyCollector collector = FaultyCollector.with(fault);
                Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(telemetry.problem())
                    .contains("failed to export spans to " + collector.shown() + ": " + fault.words);
            assertThat(span(telemetry)).isLessThan(AT_ONCE);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void flush_relayedByAnotherProcess_saysWhatThatOneMet(Fault fault) throws IOException {
        try (FaultyCollector collector = FaultyCollector.with(fault);
                Telemetry pipeline = Telemetry.from(collector.environment(), "slipway");
                Telemetry client = Telemetry.relaying(Map.of(), "slipway-cli", spans -> relay(pipeline, spans))) {
            assertThat(span(client)).isLessThan(BOUND);
            assertThat(client.problem())
                    .contains("failed to export spans to the pipeline: " + collector.shown() + ": " + fault.words);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void forward_spansOfAnother_endsInTimeThenDropsAtOnce(Fault fault) throws IOException {
        try (FaultyCollector collector = FaultyCollector.with(fault);
                Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            for (Duration bound : new Duration[] {BOUND, AT_ONCE}) {
                assertThat(timed(() -> assertThat(telemetry.forward(batch(), DEADLINE))
                                .contains(collector.shown() + ": " + fault.words)))
                        .isLessThan(bound);
            }
        }
    }

    @Test
    void flush_timeoutOfTheUserIsLonger_stillEndsAtTheDeadline() throws IOException {
        try (FaultyCollector collector = FaultyCollector.with(Fault.HANGS)) {
            Map<String, String> environment = new HashMap<>(collector.environment());
            environment.put("OTEL_EXPORTER_OTLP_TIMEOUT", "60000");
            try (Telemetry telemetry = Telemetry.from(environment, "slipway")) {
                assertThat(span(telemetry)).isLessThan(BOUND);
                assertThat(telemetry.problem().orElseThrow()).endsWith("no answer in time");
                assertThat(span(telemetry)).isLessThan(AT_ONCE);
            }
        }
    }

    @Test
    void flush_collectorIsOnlySlow_losesNothing() throws Exception {
        var release = new CountDownLatch(1);
        try (Collector collector = Collector.answering(exchange -> {
                    await(release);
                    exchange.sendResponseHeaders(200, -1);
                });
                Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            telemetry.tracer().spanBuilder("deploy").startSpan().end();
            assertThat(telemetry.flush(Duration.ofMillis(100))).isFalse();
            assertThat(telemetry.problem().orElseThrow()).endsWith("no answer in time");

            telemetry.tracer().spanBuilder("deploy.upload").startSpan().end();
            release.countDown();
            Awaitility.await().until(() -> telemetry.flush(LONG));

            assertThat(collector.spans()).extracting(Span::getName).containsExactly("deploy", "deploy.upload");
            assertThat(telemetry.problem()).isEmpty();
        }
    }

    @Test
    void flush_partOfABatchIsRefused_saysWhyAndGoesOn() throws IOException {
        byte[] answer = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("too old\nby an hour"))
                .build()
                .toByteArray();
        try (Collector collector = Collector.answering(exchange -> {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                });
                Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(telemetry.problem().orElseThrow()).endsWith(": the collector refused 2 spans: too old");
            assertThat(telemetry.forward(batch(), LONG).orElseThrow())
                    .endsWith(": the collector refused 2 spans: too old");
            assertThat(collector.calls()).hasSize(2);
        }
    }

    @Test
    void forward_wellCollector_deliversToTheLetter() throws IOException {
        try (Collector collector = Collector.accepting();
                Telemetry telemetry = Telemetry.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                                collector.url() + "/own/path",
                                "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                                "api-key=a%20b"),
                        "slipway")) {
            assertThat(telemetry.forward(batch(), LONG)).isEmpty();

            assertThat(collector.calls()).singleElement().satisfies(call -> {
                assertThat(call.path()).isEqualTo("/own/path");
                assertThat(call.headers().get("Api-key")).containsExactly("a b");
                assertThat(call.request().toByteArray()).isEqualTo(batch());
            });
        }
    }

    @Test
    void forward_tracingIsOff_saysSo() {
        assertThat(Telemetry.off().forward(batch(), LONG)).contains("this pipeline exports no spans");
    }

    @Test
    void close_hangingCollector_waitsHalfASecondAtMost() throws IOException {
        try (FaultyCollector collector = FaultyCollector.with(Fault.HANGS)) {
            Telemetry telemetry = Telemetry.from(collector.environment(), "slipway");
            telemetry.tracer().spanBuilder("deploy").startSpan().end();

            assertThat(timed(telemetry::close)).isLessThan(BOUND);
        }
    }

    private static void relay(Telemetry pipeline, byte[] spans) throws IOException {
        String problem = pipeline.forward(spans, AT_ONCE).orElse(null);
        if (problem != null) {
            throw new IOException(problem);
        }
    }

    private static byte[] batch() {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().setSchemaUrl("https://opentelemetry.io/schemas/1.43.0"))
                .build()
                .toByteArray();
    }

    private static Duration span(Telemetry telemetry) {
        telemetry.tracer().spanBuilder("deploy").startSpan().end();
        return timed(() -> assertThat(telemetry.flush(DEADLINE)).isFalse());
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

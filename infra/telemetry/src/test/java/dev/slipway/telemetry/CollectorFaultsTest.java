package dev.slipway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A collector in any state costs a process one bounded wait and one line. Bounds are wide: the machine is shared. */
class CollectorFaultsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final Duration BOUND = DEADLINE.plusSeconds(1);
    private static final Duration AT_ONCE = DEADLINE.dividedBy(2);

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("500", Collector.status(500), "HTTP status 500"),
                Arguments.of("404", Collector.status(404), "HTTP status 404"),
                Arguments.of(
                        "429 with Retry-After", (Collector.Answer) CollectorFaultsTest::tooMany, "HTTP status 429"),
                Arguments.of("hangs up", (Collector.Answer) HttpExchange::close, ""),
                Arguments.of("hangs", (Collector.Answer) exchange -> hang(), "no answer in time"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void flush_faultyCollector_endsInTimeThenDropsAtOnce(String name, Collector.Answer answer, String problem)
            throws IOException {
        try (Collector collector = Collector.answering(answer);
                Telemetry telemetry = Telemetry.from(collector.environment(), "slipway")) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(telemetry.problem().orElseThrow())
                    .startsWith("failed to export spans to " + collector.url())
                    .endsWith(problem)
                    .hasLineCount(1);

            int calls = collector.calls().size();
            assertThat(span(telemetry)).isLessThan(AT_ONCE);
            assertThat(collector.calls()).hasSize(calls);
        }
    }

    @Test
    void flush_nobodyListens_isRefusedInTime() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Telemetry telemetry = at("http://127.0.0.1:" + port)) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(telemetry.problem().orElseThrow()).endsWith("connection refused");
            assertThat(span(telemetry)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void flush_accepsButNeverReads_endsInTime() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Telemetry telemetry = at("http://127.0.0.1:" + socket.getLocalPort())) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(span(telemetry)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void flush_timeoutOfTheUserIsLonger_stillEndsAtTheDeadline() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Telemetry telemetry = Telemetry.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + socket.getLocalPort(),
                                "OTEL_EXPORTER_OTLP_TIMEOUT",
                                "60000"),
                        "slipway")) {
            assertThat(span(telemetry)).isLessThan(BOUND);
            assertThat(telemetry.problem().orElseThrow()).endsWith("no answer in time");
            assertThat(span(telemetry)).isLessThan(AT_ONCE);
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
            Awaitility.await().until(() -> telemetry.flush(Duration.ofSeconds(20)));

            assertThat(collector.spans()).extracting(Span::getName).containsExactly("deploy", "deploy.upload");
            assertThat(telemetry.problem()).isEmpty();
        }
    }

    @Test
    void close_hangingCollector_waitsHalfASecondAtMost() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Telemetry telemetry = at("http://127.0.0.1:" + socket.getLocalPort());
            telemetry.tracer().spanBuilder("deploy").startSpan().end();

            assertThat(timed(telemetry::close)).isLessThan(BOUND);
        }
    }

    @Test
    void flush_endpointSpeaksGarbage_isAFailureAndNotAnException() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread garbage = new Thread(() -> answerGarbage(socket));
            garbage.start();
            try (Telemetry telemetry = at("http://127.0.0.1:" + socket.getLocalPort())) {
                assertThat(span(telemetry)).isLessThan(BOUND);
                assertThat(telemetry.problem()).isPresent();
            }
            garbage.join();
        }
    }

    private static Telemetry at(String endpoint) {
        return Telemetry.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint), "slipway");
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

    private static void hang() {
        await(new CountDownLatch(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tooMany(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Retry-After", "30");
        exchange.sendResponseHeaders(429, -1);
    }

    private static void answerGarbage(ServerSocket socket) {
        try (var connection = socket.accept()) {
            connection
                    .getOutputStream()
                    .write("220 mail.example.org ready\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client hangs up first.
        }
    }
}

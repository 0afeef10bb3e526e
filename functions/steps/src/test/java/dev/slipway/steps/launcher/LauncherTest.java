package dev.slipway.steps.launcher;

import static dev.slipway.steps.handler.SpanCollector.hex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.LaunchRequest;
import dev.slipway.steps.handler.SpanCollector;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.notice.FakeBus;
import dev.slipway.steps.notice.Notices;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Where a reconcile stands in the traces of the deployments that caused it; how far it comes does not matter here. */
class LauncherTest {
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";

    private final Map<String, byte[]> objects = new HashMap<>();
    private HttpServer s3;
    private SpanCollector collector;
    private StepRuntime runtime;
    private Launcher launcher;

    @BeforeEach
    void start() throws IOException {
        collector = SpanCollector.start();
        s3 = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        s3.createContext("/bucket/", this::answer);
        s3.start();
        Map<String, String> environment = new HashMap<>(collector.environment());
        environment.put("SLIPWAY_BUCKET", "bucket");
        environment.put(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + s3.getAddress().getPort());
        environment.put("AWS_ACCESS_KEY_ID", "key");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");
        runtime = new StepRuntime(environment);
        LambdaClient lambda = new FakeLambda(503);
        launcher = new Launcher(
                runtime,
                new AppFunctions(lambda, new AppFunctions.Settings("slipway-local-", "role", 512, "x86_64")),
                new HealthProbe(lambda, Clock.systemUTC()),
                new AppLogs(new NoLogs()),
                new Notices(runtime.bucket(), new FakeBus(), "local", Clock.systemUTC()),
                Clock.systemUTC());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] object = objects.get(exchange.getRequestURI().getPath());
        if (object == null) {
            byte[] error = "<Error><Code>NoSuchKey</Code></Error>".getBytes(UTF_8);
            exchange.sendResponseHeaders(404, error.length);
            exchange.getResponseBody().write(error);
        } else {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, object.length);
            exchange.getResponseBody().write(object);
        }
        exchange.close();
    }

    @AfterEach
    void stop() {
        collector.close();
        s3.stop(0);
    }

    @Test
    void launch_othersWereReplaced_isBelowItsBuildAndLinksTheirs() {
        DesiredState desired = desired(trace(3), List.of(trace(1), trace(2)));
        objects.put("/bucket/" + Keys.desired("hello"), Codec.write(desired).getBytes(UTF_8));

        // The record of the version is missing: the span is there all the same.
        assertThatThrownBy(() -> launcher.launch(request())).isInstanceOf(StepException.class);

        Span reconcile = arrived();
        assertThat(hex(reconcile.getTraceId())).isEqualTo(trace(3).traceId());
        assertThat(hex(reconcile.getParentSpanId())).isEqualTo("53995c3f42cd8ad3");
        assertThat(reconcile.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(reconcile.getLinksList())
                .extracting(link -> hex(link.getTraceId()) + " " + hex(link.getSpanId()))
                .containsExactly(trace(1).traceId() + " 53995c3f42cd8ad1", trace(2).traceId() + " 53995c3f42cd8ad2");
    }

    @Test
    void repair_noWorkflowCares_isATraceOfItsOwnThatLinksTheDeploy() {
        assertThatThrownBy(() -> launcher.repair(desired(trace(1), null))).isInstanceOf(StepException.class);

        Span reconcile = arrived();
        assertThat(hex(reconcile.getTraceId())).isNotEqualTo(trace(1).traceId());
        assertThat(reconcile.getParentSpanId()).isEmpty();
        assertThat(reconcile.getLinksList())
                .extracting(link -> hex(link.getTraceId()))
                .containsExactly(trace(1).traceId());
    }

    private Span arrived() {
        assertThat(runtime.telemetry().flush(Duration.ofSeconds(10))).isTrue();
        return collector.spans().stream()
                .filter(span -> span.getName().equals("launcher.reconcile"))
                .findFirst()
                .orElseThrow();
    }

    private static DesiredState desired(TraceContext trace, List<TraceContext> coalesced) {
        return new DesiredState(1, "hello", 1, null, ID, 1, "arn", trace, coalesced, Instant.EPOCH);
    }

    private static LaunchRequest request() {
        ExecutionInput input =
                new ExecutionInput(1, Kind.CONFIGURE, ID, "hello", 1, null, 1L, Map.of(), null, trace(3), false);
        return new LaunchRequest(input, new Execution("arn", 0, Instant.EPOCH));
    }

    private static TraceContext trace(int number) {
        return TraceContext.of("00-6921c5d000112233445566778899a41" + number + "-53995c3f42cd8ad" + number + "-01");
    }

    private static final class NoLogs implements CloudWatchLogsClient {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

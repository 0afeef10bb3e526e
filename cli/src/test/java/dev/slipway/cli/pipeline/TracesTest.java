package dev.slipway.cli.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTest {
    private static final String ID = "01KAE3W5ZQ8Y5M0V9C6B2N7X4D";
    private static final String TRACE = "6921c5d000112233445566778899a41e";
    private static final String SAMPLED = "\"trace\":{\"traceparent\":\"00-" + TRACE + "-53995c3f42cd8ad8-01\"},";

    private HttpServer server;
    private int status = 200;
    private String body = "{\"resourceSpans\":[]}";
    private String xray = "{\"Traces\":[],\"RetrievalStatus\":\"COMPLETE\"}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/slipway/traces/" + TRACE, exchange -> answer(exchange, status, body));
        server.createContext("/", exchange -> answer(exchange, 200, xray));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tree_kept_isTheTrace() {
        body = """
                {"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"a","name":"deploy"}]}]}]}""";

        assertThat(local().tree(record(SAMPLED)).only("deploy").spanId()).isEqualTo("a");
    }

    @Test
    void tree_tracingWasOff_isAUsageErrorThatNamesTheSwitch() {
        CliFailure failure = failure(() -> local().tree(record("")));

        assertThat(failure).hasMessage("failed to show the trace of " + ID + ": nothing was traced then");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("--otlp receiver"));
    }

    @Test
    void tree_noLongerKept_namesTheTraceId() {
        status = 404;

        CliFailure failure = failure(() -> local().tree(record(SAMPLED)));

        assertThat(failure).hasMessageEndingWith("it is not kept any more");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains(TRACE));
        assertThat(local().find(record(SAMPLED))).isEmpty();
    }

    @Test
    void tree_notSampled_saysSo() {
        status = 404;

        assertThat(failure(() -> local().tree(record(SAMPLED.replace("-01\"", "-00\"")))))
                .hasMessageEndingWith("it was not sampled");
    }

    @Test
    void tree_localCloudWithoutReceiver_saysSo() {
        CliFailure failure = failure(() -> traces("local", null, null).tree(record(SAMPLED)));

        assertThat(failure).hasMessageEndingWith("the local cloud keeps no traces now");
        assertThat(failure.hint()).hasValueSatisfying(hint -> assertThat(hint).contains(TRACE, "--otlp receiver"));
    }

    @Test
    void tree_pipelineOnAws_isReadFromXRay() {
        String segment = "{'id':'53995c3f42cd8ad8','name':'deploy','start_time':1,'end_time':2}";
        xray = "{\"Traces\":[{\"Segments\":[{\"Document\":\"" + segment.replace("'", "\\\"") + "\"}]}]}";

        assertThat(onAws(null).tree(record(SAMPLED)).only("deploy").duration()).hasSeconds(1);
    }

    @Test
    void tree_xRayHasNothing_pointsAtTheBackendAndAtTheSwitch() {
        CliFailure failure =
                failure(() -> onAws("https://traces.example/{traceId}").tree(record(SAMPLED)));

        assertThat(failure).hasMessageEndingWith("X-Ray has no span of it");
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(failure.hint())
                .hasValueSatisfying(hint -> assertThat(hint)
                        .contains("https://traces.example/" + TRACE, "CollectorSendsToXRay", "Transaction Search"));
        assertThat(failure(() -> onAws(null).tree(record(SAMPLED))).hint())
                .hasValueSatisfying(hint -> assertThat(hint).contains(TRACE));
        assertThat(failure(() -> onAws(null).tree(record(SAMPLED.replace("-01\"", "-00\"")))))
                .hasMessageEndingWith("it was not sampled");
    }

    @Test
    void tree_receiverOutOfOrder_isUnreachable() {
        status = 500;
        assertThat(failure(() -> local().tree(record(SAMPLED))).exitCode()).isEqualTo(ExitCode.UNREACHABLE);

        server.stop(0);
        assertThat(failure(() -> local().tree(record(SAMPLED))).exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void tree_longerThanACommandHasMemoryFor_isRefused() {
        body = "{\"resourceSpans\":[]" + " ".repeat(25 << 20) + "}";

        CliFailure failure = failure(() -> local().tree(record(SAMPLED)));

        assertThat(failure).hasMessageEndingWith("it has more than 24 MiB");
        assertThat(failure.hint()).hasValue("--output json gives it as it is");
    }

    @ParameterizedTest
    @CsvSource({
        "aws,eu-west-1,eu-west-1.console.aws.amazon.com",
        "aws-cn,cn-north-1,cn-north-1.console.amazonaws.cn",
        "aws-us-gov,us-gov-west-1,us-gov-west-1.console.amazonaws-us-gov.com"
    })
    void urls_onAws_areTheBackendsAndTheConsoles(String partition, String region, String console) {
        Map<String, String> outputs = Map.of(
                "StateMachineArn",
                "arn:" + partition + ":states:" + region + ":000000000000:stateMachine:slipway-prod");
        Traces traces = traces(
                new Site("prod", null, null, null, null, true, outputs, null, "https://traces.example/{traceId}"));

        assertThat(traces.urls(TraceContext.of("00-" + TRACE + "-53995c3f42cd8ad8-01"), null))
                .containsExactly(
                        "https://traces.example/" + TRACE,
                        "https://" + console + "/cloudwatch/home?region=" + region
                                + "#xray:traces/1-6921c5d0-00112233445566778899a41e");
    }

    @Test
    void urls_locally_areThoseOfTheTemplateWhereTheTraceIsSampled() {
        TraceContext sampled = TraceContext.of("00-" + TRACE + "-53995c3f42cd8ad8-01");

        assertThat(local().urls(sampled, null)).isEmpty();
        assertThat(local().urls(sampled, "https://mine.example/{traceId}"))
                .containsExactly("https://mine.example/" + TRACE);
        assertThat(local().urls(TraceContext.of("00-" + TRACE + "-53995c3f42cd8ad8-00"), "https://mine.example/"))
                .isEmpty();
    }

    private Traces local() {
        return traces("local", address(), null);
    }

    private Traces onAws(@Nullable String template) {
        var keys = new CloudFile.Credentials("key", "secret");
        return traces(new Site("prod", "eu-west-1", address(), null, keys, true, Map.of(), null, template));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Traces traces(String pipeline, @Nullable URI receiver, @Nullable String template) {
        return traces(new Site(pipeline, null, null, null, null, true, Map.of(), receiver, template));
    }

    private static Traces traces(Site site) {
        return new Traces(site, new Clients(site, List.of()));
    }

    private static CliFailure failure(ThrowingCallable call) {
        CliFailure failure = catchThrowableOfType(CliFailure.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static DeploymentRecord record(String trace) {
        return Codec.read("""
                {"schema":1,"deploymentId":"%1$s","app":"hello","sequence":1,"status":"live","startedBy":"me",
                 "createdAt":"2026-11-24T19:36:12Z","updatedAt":"2026-11-24T19:36:12Z","phases":[],
                 "input":{"schema":1,"kind":"rollback","deploymentId":"%1$s","app":"hello","sequence":1,"version":1,
                  %2$s"args":{},"rootSpan":false}}
                """.formatted(ID, trace), DeploymentRecord.class);
    }
}

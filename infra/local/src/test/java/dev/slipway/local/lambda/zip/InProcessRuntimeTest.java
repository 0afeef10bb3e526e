package dev.slipway.local.lambda.zip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InProcessRuntimeTest {
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConcurrentLinkedQueue<String> logs = new ConcurrentLinkedQueue<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final StandardOutput output = new StandardOutput();
    private final HandlerClasses classes = new HandlerClasses(List.of(TestFunctions.classes()));

    @AfterEach
    void stop() {
        output.close();
        classes.close();
        executor.shutdownNow();
    }

    @Test
    void invoke_handler_getsEnvironmentAndContext() throws Exception {
        JsonNode answer =
                JSON.readTree(invoke(runtime(TestFunctions.echo(3)), "{}").payload());

        assertThat(answer.path("greeting").asText()).isEqualTo("hello");
        assertThat(answer.path("function").asText()).isEqualTo("echo");
        assertThat(answer.path("arn").asText()).isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:echo:live");
        assertThat(answer.path("trace").asText()).isEqualTo(TRACE);
        assertThat(answer.path("millis").asBoolean()).isTrue();
    }

    @Test
    void invoke_twiceInTurn_sameInstance() throws Exception {
        InProcessRuntime runtime = runtime(TestFunctions.echo(3));
        runtime.prewarm();

        JsonNode first = JSON.readTree(invoke(runtime, "{}").payload());
        JsonNode second = JSON.readTree(invoke(runtime, "{}").payload());

        assertThat(second.path("instance")).isEqualTo(first.path("instance"));
    }

    @Test
    void invoke_output_inTheLogBetweenStartAndReport() {
        Outcome outcome = invoke(runtime(TestFunctions.echo(3)), "{}");

        List<String> lines = outcome.logTail().lines().toList();
        assertThat(lines).element(0).asString().startsWith("START RequestId: ");
        assertThat(lines).element(1).isEqualTo("printed {}");
        assertThat(lines).element(2).asString().startsWith("logged ");
        assertThat(lines).element(3).asString().startsWith("END RequestId: ");
        assertThat(lines).element(4).asString().contains("Memory Size: 512 MB");
        assertThat(logs).containsExactlyElementsOf(lines);
    }

    @Test
    void invoke_handlerThrows_errorAsTheRuntimeWritesIt() throws Exception {
        Outcome outcome = invoke(runtime(TestFunctions.echo(3)), "\"fail\"");

        JsonNode error = JSON.readTree(outcome.payload());
        assertThat(outcome.failed()).isTrue();
        assertThat(error.path("errorType").asText()).isEqualTo("dev.slipway.local.lambda.zip.EchoHandler$SetupFailed");
        assertThat(error.path("errorMessage").asText()).isEqualTo("{\"phase\":\"setup\"}");
        assertThat(error.path("stackTrace")).hasSize(1);
        assertThat(error.at("/stackTrace/0").asText())
                .startsWith("dev.slipway.local.lambda.zip.EchoHandler.handleRequest(EchoHandler.java:");
    }

    @Test
    void invoke_tooLong_timedOut() {
        Outcome outcome = invoke(runtime(TestFunctions.echo(1)), "\"hang\"");

        assertThat(outcome.payload())
                .matches("\\{\"errorMessage\":\"RequestId: [-0-9a-f]+ Error: Task timed out after 1.00 seconds\","
                        + "\"errorType\":\"Sandbox.Timedout\"\\}");
        assertThat(outcome.logTail()).contains("Task timed out after 1.00 seconds");
    }

    @Test
    void invoke_missingClass_asTheRuntimeSaysIt() throws Exception {
        Outcome outcome = invoke(runtime(TestFunctions.function("dev.slipway.None", 3)), "{}");

        assertThat(JSON.readTree(outcome.payload()))
                .isEqualTo(JSON.readTree("{\"errorMessage\":\"Class not found: dev.slipway.None\","
                        + "\"errorType\":\"java.lang.ClassNotFoundException\"}"));
    }

    private InProcessRuntime runtime(FunctionSpec spec) {
        return new InProcessRuntime(
                spec,
                new InProcessRuntime.Platform(
                        classes,
                        new FunctionEnvironment("us-east-1", Map.of()),
                        output,
                        role -> (group, stream, time, line) -> logs.add(line),
                        Clock.systemUTC(),
                        executor));
    }

    private static Outcome invoke(InProcessRuntime runtime, String payload) {
        return runtime.invoke(
                Invocation.of("arn:aws:lambda:us-east-1:123456789012:function:echo:live", payload, TRACE));
    }
}

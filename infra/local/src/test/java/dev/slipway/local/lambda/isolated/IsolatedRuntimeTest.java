package dev.slipway.local.lambda.isolated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.lambda.zip.FunctionEnvironment;
import dev.slipway.local.lambda.zip.FunctionSpec;
import dev.slipway.local.lambda.zip.TestFunctions;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the runtime interface client has a native library for Linux only")
final class IsolatedRuntimeTest {
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RuntimeApi api = new RuntimeApi();
    private final List<IsolatedRuntime> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(IsolatedRuntime::close);
        api.close();
    }

    @Test
    void invoke_handler_runsInItsOwnJvmAsOnLambda() throws Exception {
        IsolatedRuntime runtime = runtime(TestFunctions.echo(20));

        Outcome first = invoke(runtime, "{}");
        JsonNode answer = JSON.readTree(first.payload());
        Outcome second = invoke(runtime, "{}");

        assertThat(answer.path("greeting").asText()).isEqualTo("hello");
        assertThat(answer.path("function").asText()).isEqualTo("echo");
        assertThat(answer.path("arn").asText()).isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:echo:live");
        assertThat(answer.path("trace").asText()).isEqualTo(TRACE);
        assertThat(JSON.readTree(second.payload()).path("instance")).isEqualTo(answer.path("instance"));
        assertThat(first.logTail()).contains("Init Duration: ");
    }

    @Test
    void invoke_handlerThrows_sameErrorAsInProcess() throws Exception {
        Outcome outcome = invoke(runtime(TestFunctions.echo(20)), "\"fail\"");

        JsonNode error = JSON.readTree(outcome.payload());
        assertThat(outcome.failed()).isTrue();
        assertThat(error.path("errorType").asText()).isEqualTo("dev.slipway.local.lambda.zip.EchoHandler$SetupFailed");
        assertThat(error.path("errorMessage").asText()).isEqualTo("{\"phase\":\"setup\"}");
        assertThat(error.at("/stackTrace/0").asText())
                .startsWith("dev.slipway.local.lambda.zip.EchoHandler.handleRequest(EchoHandler.java:");
    }

    @Test
    void invoke_tooLong_killedAndStartedAnew() {
        IsolatedRuntime runtime = runtime(TestFunctions.echo(2));

        assertThat(invoke(runtime, "\"hang\"").payload()).contains("Task timed out after 2.00 seconds");
        assertThat(invoke(runtime, "{}").failed()).isFalse();
    }

    @Test
    void invoke_processEnds_exitError() {
        assertThat(invoke(runtime(TestFunctions.echo(20)), "\"exit\"").payload())
                .contains("Runtime exited with error: exit status 7", "\"Runtime.ExitError\"");
    }

    private IsolatedRuntime runtime(FunctionSpec spec) {
        List<Path> classPath = new ArrayList<>(List.of(TestFunctions.classes()));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(element -> element.contains("aws-lambda-java") || element.contains("utils-lite"))
                .map(Path::of)
                .forEach(classPath::add);
        IsolatedRuntime runtime = new IsolatedRuntime(
                spec,
                new IsolatedRuntime.Platform(
                        api,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        classPath,
                        TestFunctions.classes(),
                        new FunctionEnvironment("us-east-1", Map.of()),
                        role -> (group, stream, time, line) -> {},
                        Clock.systemUTC()));
        started.add(runtime);
        return runtime;
    }

    private static Outcome invoke(IsolatedRuntime runtime, String payload) {
        return runtime.invoke(
                Invocation.of("arn:aws:lambda:us-east-1:123456789012:function:echo:live", payload, TRACE));
    }
}

package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.asl.DefinitionParser;
import dev.slipway.local.stepfunctions.engine.Engine;
import dev.slipway.local.stepfunctions.task.LambdaInvokeTask;
import dev.slipway.local.stepfunctions.task.StartBuildSyncTask;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own workflow, with functions that answer as the real ones do. */
final class DeployWorkflowTest {
    private static final String INPUT = """
            {'kind':'deploy','app':'hello','deploymentId':'01KAE3W5','version':2,'source':{'bucket':'b'},
             'trace':{'traceparent':'00-6921c5d0aaaaaaaaaaaaaaaaaaaaa41e-1111111111111111-01'}}
            """;

    @TempDir
    private Path state;

    private final BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();
    private final Map<String, JsonNode> payloads = new ConcurrentHashMap<>();
    private final BlockingQueue<ObjectNode> builds = new LinkedBlockingQueue<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "Setup",
                    "{'buildTimeoutMinutes':20,'cacheTags':['cache-hello','cache-hello-main'],'planKey':'builds/plan.json','imageTag':'hello-01KAE3W5'}",
            "LocateArtifact", "{'digest':'sha256:1'}",
            "CreateVersion", "{'version':3}",
            "Activate", "{}",
            "Launcher", "{'outcome':'settled','waitSeconds':0}",
            "RecordOutcome", "{'status':'live'}"));

    private JsonNode run(String kind) throws IOException, InterruptedException {
        List<TaskIntegration> tasks = List.of(new LambdaInvokeTask(this::invoke), new StartBuildSyncTask(this::build));
        Clock clock = Clock.systemUTC();
        try (Engine engine = new Engine(tasks, "us-east-1", clock)) {
            StepFunctionsService service = new StepFunctionsService(
                    state,
                    new Names("us-east-1", "123456789012"),
                    clock,
                    new DefinitionParser(tasks),
                    events::add,
                    engine);
            // The substitutions of the template; what is not there would be refused as an unknown resource or name.
            String definition = Files.readString(Path.of("..", "deploy.asl.json"))
                    .replaceAll("\\$\\{(\\w+)FunctionArn}", "$1")
                    .replace("${BuildProjectName}", "slipway-local");
            String input = Wire.json(INPUT).toString().replace("\"deploy\"", "\"" + kind + "\"");
            service.start(service.put("deploy", definition, Wire.ROLE), Optional.empty(), input);
            ObjectNode event = events.poll(10, TimeUnit.SECONDS);
            while (event != null && event.at("/detail/status").asText().equals("RUNNING")) {
                event = events.poll(10, TimeUnit.SECONDS);
            }
            return Optional.ofNullable(event).orElseThrow().get("detail");
        }
    }

    private CompletableFuture<LambdaInvokeTask.Answer> invoke(LambdaInvokeTask.Call call) {
        payloads.put(call.functionName(), Wire.json(call.payload()));
        String answer = answers.getOrDefault(call.functionName(), "");
        boolean fails = answer.startsWith("!");
        return CompletableFuture.completedFuture(new LambdaInvokeTask.Answer(
                200,
                "$LATEST",
                fails ? Optional.of("Unhandled") : Optional.empty(),
                answer.substring(fails ? 1 : 0).replace('\'', '"'),
                "id"));
    }

    private StartBuildSyncTask.RunningBuild build(ObjectNode request, String roleArn) {
        builds.add(request);
        return new StartBuildSyncTask.RunningBuild(
                Wire.json("{'id':'b:1'}"),
                CompletableFuture.completedFuture(Wire.json("{'id':'b:1','buildStatus':'SUCCEEDED'}")),
                () -> {});
    }

    @Test
    void deploy_everyStepAnswers_isLive() throws Exception {
        JsonNode end = run("deploy");

        assertThat(end.get("status").asText()).as(end.toString()).isEqualTo("SUCCEEDED");
        assertThat(payloads).containsOnlyKeys(answers.keySet());
        assertThat(payloads.get("RecordOutcome").get("version").intValue()).isEqualTo(3);
        JsonNode build = builds.remove();
        assertThat(build.get("projectName").asText()).isEqualTo("slipway-local");
        assertThat(build.toString())
                .contains(
                        "{\"name\":\"SLIPWAY_SOURCE\",\"value\":\"{\\\"bucket\\\":\\\"b\\\"}\",\"type\":\"PLAINTEXT\"}");
        assertThat(build.toString())
                .contains("\"SLIPWAY_CACHE_TAGS\",\"value\":\"cache-hello cache-hello-main\"")
                .contains("\"SLIPWAY_BUILD_TIMEOUT_SECONDS\",\"value\":\"1200\"");
        // The parent of BuildKit's spans: the first 8 bytes of SHA-256 of "01KAE3W5/0/build.buildkit".
        assertThat(build.toString())
                .contains("\"TRACEPARENT\",\"value\":\"00-6921c5d0aaaaaaaaaaaaaaaaaaaaa41e-60f7fba65f7ba820-01\"");
    }

    @Test
    void rollback_needsNoBuild() throws Exception {
        assertThat(run("rollback").get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(payloads).containsOnlyKeys("Activate", "Launcher", "RecordOutcome");
        assertThat(payloads.get("Activate").get("version").intValue()).isEqualTo(2);
        assertThat(builds).isEmpty();
    }

    @Test
    void deploy_stepFails_isRecordedAndFails() throws Exception {
        answers.put("Activate", "!{'errorType':'Superseded','errorMessage':'{}'}");
        answers.put("RecordOutcome", "{'status':'superseded'}");

        JsonNode end = run("deploy");

        assertThat(end.get("status").asText()).isEqualTo("FAILED");
        assertThat(end.get("error").asText()).isEqualTo("superseded");
        assertThat(payloads.get("RecordOutcome").get("state").asText()).isEqualTo("Activate");
        assertThat(payloads.get("RecordOutcome").at("/error/Error").asText()).isEqualTo("Superseded");
        assertThat(payloads).doesNotContainKey("Launcher");
    }
}

package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.Principal;
import dev.slipway.local.stepfunctions.asl.DefinitionParser;
import dev.slipway.local.stepfunctions.engine.Engine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The service as a client sees it, with time and tasks in the test's hands. */
final class Wire implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006Z");
    static final String ROLE = "arn:aws:iam::123456789012:role/workflow";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal CLI = new Principal("cli", "arn:aws:iam::123456789012:user/cli", "AKIA", "secret");

    final FakeTimer timer = new FakeTimer();
    final FakeTask lambda = new FakeTask("arn:aws:states:::lambda:invoke");
    final FakeTask build = new FakeTask("arn:aws:states:::codebuild:startBuild.sync");
    final StepFunctionsService service;
    private final BlockingQueue<ObjectNode> ends = new LinkedBlockingQueue<>();
    final BlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();

    Wire(Path state) {
        this(state, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    Wire(Path state, Clock clock) {
        List<FakeTask> tasks = List.of(lambda, build);
        service = new StepFunctionsService(
                state,
                new Names("us-east-1", "123456789012"),
                clock,
                new DefinitionParser(tasks),
                this::take,
                new Engine(tasks, "us-east-1", clock, timer));
    }

    private void take(ObjectNode event) {
        events.add(event);
        if (!event.at("/detail/status").asText().equals("RUNNING")) {
            ends.add(event);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode call(String operation, JsonNode input) {
        return call(operation, input, Map.of());
    }

    JsonNode call(String operation, JsonNode input, Map<String, String> headers) {
        return parse(text(operation, input, headers));
    }

    String text(String operation, JsonNode input) {
        return text(operation, input, Map.of());
    }

    private String text(String operation, JsonNode input, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("x-amz-target", "AWSStepFunctions." + operation);
        all.put("content-type", "application/x-amz-json-1.0");
        AwsResponse response = service.handle(new AwsRequest("POST", "/", Map.of(), all, input.toString(), CLI));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("content-type", "application/x-amz-json-1.0");
        return response.body();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Creates a state machine; in the definition, single quotes outside expressions stand for double ones. */
    String create(String name, String definition) {
        ObjectNode input = JSON.createObjectNode().put("name", name).put("roleArn", ROLE);
        return call("CreateStateMachine", input.put("definition", definition))
                .get("stateMachineArn")
                .asText();
    }

    /** Creates a state machine of these states and starts it. */
    String start(String states, String input) {
        String first = parse("{" + states + "}").fieldNames().next();
        String machine = create(
                "m" + Integer.toHexString(states.hashCode()),
                "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"" + first + "\",\"States\":{" + states + "}}");
        return startMachine(machine, "run", input);
    }

    String startMachine(String machine, String name, String input) {
        ObjectNode call = JSON.createObjectNode().put("stateMachineArn", machine);
        return call("StartExecution", call.put("name", name).put("input", input))
                .get("executionArn")
                .asText();
    }

    /** Waits for an execution to end, and returns the detail of its status event. */
    JsonNode end() {
        try {
            ObjectNode event = ends.poll(10, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no execution has ended");
            }
            return event.get("detail");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonNode about(String operation, String executionArn) {
        return call(operation, JSON.createObjectNode().put("executionArn", executionArn));
    }

    /** Returns a history as lines of id, previous id, type and details; that nothing is truncated is left out. */
    String history(String executionArn) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode event : about("GetExecutionHistory", executionArn).get("events")) {
            lines.append(event.get("id")).append('<').append(event.get("previousEventId"));
            lines.append(' ').append(event.get("type").asText());
            event.properties().stream()
                    .filter(field -> field.getKey().endsWith("EventDetails"))
                    .forEach(field -> lines.append(' ').append(brief((ObjectNode) field.getValue())));
            lines.append('\n');
        }
        return lines.toString();
    }

    private static ObjectNode brief(ObjectNode details) {
        ObjectNode brief = details.deepCopy();
        List.of("inputDetails", "outputDetails", "assignedVariablesDetails", "region", "roleArn")
                .forEach(brief::remove);
        return brief;
    }

    @Override
    public void close() {
        service.close();
    }
}

package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls, their answers and their refusals, in the shapes of the wire. */
final class StepFunctionsServiceTest {
    private static final String PASS =
            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
    private static final String WAIT = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\",\"States\":{\"A\":"
            + "{\"Type\":\"Wait\",\"Seconds\":9,\"End\":true}}}";
    private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";

    @TempDir
    private Path state;

    private Wire wire;

    @BeforeEach
    void open() {
        wire = new Wire(state);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private static ObjectNode object() {
        return new ObjectMapper().createObjectNode();
    }

    private void refused(String operation, JsonNode input, String code, String message) {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> wire.call(operation, input))
                .withMessage(message)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void createStateMachine_again_answersTheSame_butNotWithAnotherDefinition() {
        ObjectNode input = object().put("name", "m").put("definition", PASS).put("roleArn", Wire.ROLE);

        JsonNode created = wire.call("CreateStateMachine", input);

        assertThat(created)
                .isEqualTo(object().put("stateMachineArn", PREFIX + "stateMachine:m")
                        .put("creationDate", 1767323045.006));
        assertThat(wire.call("CreateStateMachine", input)).isEqualTo(created);
        refused(
                "CreateStateMachine",
                input.deepCopy().put("definition", WAIT),
                "StateMachineAlreadyExists",
                "State Machine Already Exists: '" + PREFIX + "stateMachine:m'");
    }

    @Test
    void createStateMachine_invalidDefinition_namesEveryPlace() {
        ObjectNode input = object().put("name", "m").put("roleArn", Wire.ROLE);

        refused(
                "CreateStateMachine",
                input.put("definition", "{\"QueryLanguage\":\"JSONata\"}"),
                "InvalidDefinition",
                "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, "
                        + "StartAt] at /'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a:b", "a*", "a\u0007", "{x}", "back\\slash"})
    void createStateMachine_badName_isInvalidName(String name) {
        refused(
                "CreateStateMachine",
                object().put("name", name).put("definition", PASS).put("roleArn", Wire.ROLE),
                "InvalidName",
                "Invalid Name: '" + name + "'");
    }

    @Test
    void describeStateMachine_hasARevisionOnlyAfterAnUpdate() {
        String arn = wire.create("m", PASS);
        ObjectNode machine = object().put("stateMachineArn", arn);
        assertThat(wire.call("DescribeStateMachine", machine))
                .isEqualTo(object().put("stateMachineArn", arn)
                        .put("name", "m")
                        .put("definition", PASS)
                        .put("roleArn", Wire.ROLE)
                        .put("status", "ACTIVE")
                        .put("type", "STANDARD")
                        .put("creationDate", 1767323045.006)
                        .setAll(Map.of(
                                "loggingConfiguration",
                                object().put("level", "OFF").put("includeExecutionData", false),
                                "tracingConfiguration",
                                object().put("enabled", false))));

        JsonNode updated = wire.call("UpdateStateMachine", machine.deepCopy().put("definition", WAIT));

        JsonNode described = wire.call("DescribeStateMachine", machine);
        assertThat(described.get("definition").asText()).isEqualTo(WAIT);
        assertThat(described.get("revisionId")).isEqualTo(updated.get("revisionId"));
        assertThat(wire.call("UpdateStateMachine", machine.deepCopy().put("definition", WAIT)))
                .isEqualTo(updated);
    }

    @Test
    void updateStateMachine_nothingGiven_isMissingRequiredParameter() {
        refused(
                "UpdateStateMachine",
                object().put("stateMachineArn", wire.create("m", PASS)),
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                        + "specified");
    }

    @Test
    void listStateMachines_pages() {
        List.of("a", "b", "c").forEach(name -> wire.create(name, PASS));

        JsonNode first = wire.call("ListStateMachines", object().put("maxResults", 2));
        JsonNode second = wire.call("ListStateMachines", object().set("nextToken", first.get("nextToken")));

        assertThat(first.findValuesAsText("name")).containsExactly("a", "b");
        assertThat(second.findValuesAsText("name")).containsExactly("c");
        assertThat(second.has("nextToken")).isFalse();
    }

    @Test
    void deleteStateMachine_running_goesAwayWithItsLastExecution() {
        String machine = wire.create("m", WAIT);
        wire.startMachine(machine, "e", "{}");
        wire.call("DeleteStateMachine", object().put("stateMachineArn", machine));

        assertThat(wire.call("DescribeStateMachine", object().put("stateMachineArn", machine))
                        .get("status")
                        .asText())
                .isEqualTo("DELETING");
        refused(
                "StartExecution",
                object().put("stateMachineArn", machine),
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '" + machine + "'");
        wire.timer.elapse();
        wire.end();
        await().untilAsserted(() -> refused(
                "DescribeStateMachine",
                object().put("stateMachineArn", machine),
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '" + machine + "'"));
    }

    @Test
    void startExecution_sameNameAndInput_isIdempotentWhileItRuns() {
        String machine = wire.create("m", WAIT);
        ObjectNode input =
                object().put("stateMachineArn", machine).put("name", "e").put("input", "{\"a\":1}");

        JsonNode started = wire.call("StartExecution", input);

        assertThat(started)
                .isEqualTo(
                        object().put("executionArn", PREFIX + "execution:m:e").put("startDate", 1767323045.006));
        assertThat(wire.call("StartExecution", input)).isEqualTo(started);
        String exists = "Execution Already Exists: '" + PREFIX + "execution:m:e'";
        refused("StartExecution", input.deepCopy().put("input", "{}"), "ExecutionAlreadyExists", exists);
        wire.timer.elapse();
        wire.end();
        refused("StartExecution", input, "ExecutionAlreadyExists", exists);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json|Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', "
                        + "'true' or 'false')",
                "{'not':1}|Unexpected character (''' (code 39)): was expecting double-quote to start field name",
                "``|Invalid execution input."
            })
    void startExecution_badInput_isInvalidExecutionInput(String input, String problem) {
        refused(
                "StartExecution",
                object().put("stateMachineArn", wire.create("m", PASS)).put("input", input),
                "InvalidExecutionInput",
                "Invalid State Machine Execution Input: '" + problem + "'");
    }

    @Test
    void startExecution_traceHeader_isRecorded_andTheRequestsOwnBeatsIt() {
        ObjectNode input =
                object().put("stateMachineArn", wire.create("m", PASS)).put("traceHeader", "Root=1-field");

        JsonNode byField = wire.call("StartExecution", input.deepCopy().put("name", "a"));
        JsonNode byHeader = wire.call(
                "StartExecution", input.deepCopy().put("name", "b"), Map.of("x-amzn-trace-id", "Root=1-header"));

        assertThat(traceHeader(byField)).isEqualTo("Root=1-field");
        assertThat(traceHeader(byHeader)).isEqualTo("Root=1-header");
    }

    private String traceHeader(JsonNode started) {
        return wire.about("DescribeExecution", started.get("executionArn").asText())
                .get("traceHeader")
                .asText();
    }

    @Test
    void describeExecution_ended_hasOutputAndStopDate() {
        String arn = wire.startMachine(wire.create("m", PASS), "e", "{\"a\":1}");
        wire.end();

        // The text, not the tree: times are decimals, never in scientific notation.
        assertThat(wire.text("DescribeExecution", object().put("executionArn", arn)))
                .isEqualTo("{\"executionArn\":\"" + arn + "\",\"stateMachineArn\":\"" + PREFIX + "stateMachine:m\","
                        + "\"name\":\"e\",\"status\":\"SUCCEEDED\",\"startDate\":1767323045.006,\"input\":\"{\\\"a\\\":1}\","
                        + "\"inputDetails\":{\"included\":true},\"stopDate\":1767323045.006,"
                        + "\"output\":\"{\\\"a\\\":1}\",\"outputDetails\":{\"included\":true},\"redriveCount\":0,"
                        + "\"redriveStatus\":\"NOT_REDRIVABLE\",\"redriveStatusReason\":\"Execution is SUCCEEDED and "
                        + "cannot be redriven\"}");
    }

    @Test
    void describeStateMachineForExecution_isTheDefinitionThatItRuns() {
        String machine = wire.create("m", WAIT);
        String arn = wire.startMachine(machine, "e", "{}");
        wire.call("UpdateStateMachine", object().put("stateMachineArn", machine).put("definition", PASS));

        assertThat(wire.about("DescribeStateMachineForExecution", arn)
                        .get("definition")
                        .asText())
                .isEqualTo(WAIT);
    }

    @Test
    void listExecutions_latestFirst_filteredAndPaged() {
        String machine = wire.create("m", WAIT);
        List.of("a", "b", "c").forEach(name -> wire.startMachine(machine, name, "{}"));
        wire.call("StopExecution", object().put("executionArn", PREFIX + "execution:m:b"));
        ObjectNode list = object().put("stateMachineArn", machine);

        JsonNode first = wire.call("ListExecutions", list.deepCopy().put("maxResults", 2));

        assertThat(first.findValuesAsText("name")).containsExactly("c", "b");
        assertThat(wire.call("ListExecutions", list.deepCopy().set("nextToken", first.get("nextToken")))
                        .findValuesAsText("name"))
                .containsExactly("a");
        assertThat(wire.call("ListExecutions", list.deepCopy().put("statusFilter", "ABORTED"))
                        .findValuesAsText("name"))
                .containsExactly("b");
        refused(
                "ListExecutions",
                list.deepCopy().put("statusFilter", "running"),
                "ValidationException",
                "1 validation error detected: Value 'running' at 'statusFilter' failed to satisfy constraint: Member must "
                        + "satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void getExecutionHistory_pages_inBothOrders(boolean reverse) {
        String arn = wire.startMachine(wire.create("m", PASS), "e", "{}");
        wire.end();
        ObjectNode input =
                object().put("executionArn", arn).put("reverseOrder", reverse).put("maxResults", 3);
        List<Integer> ids = new ArrayList<>();
        JsonNode page = wire.call("GetExecutionHistory", input);
        while (page.has("nextToken")) {
            page.get("events").forEach(event -> ids.add(event.get("id").intValue()));
            page = wire.call("GetExecutionHistory", input.deepCopy().set("nextToken", page.get("nextToken")));
        }
        page.get("events").forEach(event -> ids.add(event.get("id").intValue()));

        assertThat(ids).isEqualTo(reverse ? List.of(4, 3, 2, 1) : List.of(1, 2, 3, 4));
    }

    @Test
    void getExecutionHistory_event_hasAwsShape_withOrWithoutData() {
        String arn = wire.startMachine(wire.create("m", PASS), "e", "{}");
        wire.end();

        assertThat(wire.about("GetExecutionHistory", arn).at("/events/2"))
                .isEqualTo(Wire.json(
                        "{'timestamp':1767323045.006,'type':'PassStateExited','previousEventId':2,'stateExitedEventDetails':"
                                + "{'name':'A','output':'{}','outputDetails':{'truncated':false}},'id':3}"));
        assertThat(wire.call(
                                "GetExecutionHistory",
                                object().put("executionArn", arn).put("includeExecutionData", false))
                        .at("/events/2/stateExitedEventDetails/output")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void unknownArns_areNamed() {
        String execution = PREFIX + "execution:m:none";
        refused(
                "DescribeExecution",
                object().put("executionArn", execution),
                "ExecutionDoesNotExist",
                "Execution Does Not Exist: '" + execution + "'");
        refused(
                "GetExecutionHistory",
                object().put("executionArn", "nonsense"),
                "InvalidArn",
                "Invalid Arn: 'Invalid ARN prefix: nonsense'");
        assertThat(wire.call("DeleteStateMachine", object().put("stateMachineArn", PREFIX + "stateMachine:none")))
                .isEmpty();
    }

    @Test
    void statusEvents_haveAwsShape() {
        String arn = wire.startMachine(wire.create("m", PASS), "e", "{}");
        JsonNode end = wire.end();

        assertThat(wire.events.remove().at("/detail/status").asText()).isEqualTo("RUNNING");
        JsonNode event = wire.events.remove();
        assertThat(event.get("source").asText()).isEqualTo("aws.states");
        assertThat(event.get("detail-type").asText()).isEqualTo("Step Functions Execution Status Change");
        assertThat(event.get("resources").get(0).asText()).isEqualTo(arn);
        assertThat(end).isEqualTo(Wire.json("""
                        {'executionArn':'%s','stateMachineArn':'%sstateMachine:m','name':'e','status':'SUCCEEDED',
                         'startDate':1767323045006,'stopDate':1767323045006,'input':'{}','inputDetails':{'included':true},
                         'output':'{}','outputDetails':{'included':true},'stateMachineVersionArn':null,
                         'stateMachineAliasArn':null,'redriveCount':0,'redriveDate':null,'redriveStatus':'NOT_REDRIVABLE',
                         'redriveStatusReason':'Execution is SUCCEEDED and cannot be redriven','error':null,'cause':null}
                        """.formatted(arn, PREFIX)));
    }

    @Test
    void validateStateMachineDefinition_listsDiagnostics() {
        assertThat(wire.call("ValidateStateMachineDefinition", object().put("definition", PASS)))
                .isEqualTo(Wire.json("{'truncated':false,'diagnostics':[],'result':'OK'}"));
        assertThat(wire.call("ValidateStateMachineDefinition", object().put("definition", "{}")))
                .isEqualTo(Wire.json("{'truncated':false,'diagnostics':[{'severity':'ERROR','code':"
                        + "'SCHEMA_VALIDATION_FAILED','message':'These fields are required: [States, StartAt]',"
                        + "'location':'/'}],'result':'FAIL'}"));
    }
}

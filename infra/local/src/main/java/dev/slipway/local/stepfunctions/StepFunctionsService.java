package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.JsonProtocol;
import dev.slipway.local.front.MemberType;
import dev.slipway.local.front.Members;
import dev.slipway.local.iam.Access;
import dev.slipway.local.stepfunctions.asl.DefinitionParser;
import dev.slipway.local.stepfunctions.engine.Engine;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Step Functions, as the front door sees it. State machines, executions and histories are in the state folder; what ran
 * when the process was killed goes on after {@link #resume}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html">API reference</a>
 */
public final class StepFunctionsService implements AwsService, AutoCloseable {
    private static final Members MEMBERS = Members.NONE
            .and(
                    MemberType.STRING,
                    "stateMachineArn",
                    "executionArn",
                    "name",
                    "input",
                    "traceHeader",
                    "definition",
                    "roleArn")
            .and(
                    MemberType.STRING,
                    "type",
                    "statusFilter",
                    "nextToken",
                    "error",
                    "cause",
                    "description",
                    "key",
                    "value")
            .and(MemberType.BOOLEAN, "reverseOrder", "includeExecutionData", "publish", "enabled")
            .and(MemberType.INTEGER, "maxResults")
            .and(MemberType.STRUCTURE, "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration")
            .and(MemberType.STRUCTURES, "tags");

    private final StateMachines machines;
    private final Executions executions;
    private final Engine engine;
    private final Names names;
    private final JsonProtocol protocol;

    /**
     * Opens the service on its state folder.
     *
     * @param integrations what a Task may call
     * @param bus takes the status events
     */
    public StepFunctionsService(
            Path state,
            String region,
            String account,
            Clock clock,
            List<? extends TaskIntegration> integrations,
            EventSink bus) {
        this(
                state,
                new Names(region, account),
                clock,
                new DefinitionParser(integrations),
                bus,
                new Engine(integrations, region, clock));
    }

    StepFunctionsService(Path state, Names names, Clock clock, DefinitionParser parser, EventSink bus, Engine engine) {
        Folder folder = new Folder(state);
        this.names = names;
        this.engine = engine;
        this.machines = new StateMachines(folder, names, clock, parser);
        this.executions = new Executions(folder, names, clock, machines, engine, new StatusEvents(bus));
        ExecutionQueries queries = new ExecutionQueries(machines, executions, folder);
        this.protocol = JsonProtocol.of("AWSStepFunctions", MEMBERS)
                .on("CreateStateMachine", machines::create)
                .on("UpdateStateMachine", machines::update)
                .on("DescribeStateMachine", machines::describe)
                .on("ListStateMachines", machines::list)
                .on("DeleteStateMachine", executions::deleteMachine)
                .on("ValidateStateMachineDefinition", machines::validate)
                .onRequest("StartExecution", this::start)
                .on("StopExecution", executions::stop)
                .on("DescribeExecution", queries::describe)
                .on("DescribeStateMachineForExecution", queries::describeMachine)
                .on("ListExecutions", queries::list)
                .on("GetExecutionHistory", queries::history)
                .build();
    }

    @Override
    public String signingName() {
        return "states";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, new NeededAccess(names)::of);
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    // The header of the request beats the field, as on AWS.
    private ObjectNode start(JsonNode input, AwsRequest request) {
        return executions.start(
                Input.text(input, "stateMachineArn"),
                Optional.ofNullable(input.path("name").textValue()),
                input.path("input").asText("{}"),
                request.header("x-amzn-trace-id")
                        .or(() -> Optional.ofNullable(input.path("traceHeader").textValue())));
    }

    /**
     * Creates a state machine or brings it up to date, as CloudFormation does.
     *
     * @return its ARN
     * @throws dev.slipway.local.front.AwsException InvalidDefinition, with every place
     */
    public String put(String name, String definition, String roleArn) {
        String arn = names.machine(name);
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("name", name)
                .put("stateMachineArn", arn)
                .put("definition", definition)
                .put("roleArn", roleArn);
        Optional<StateMachine> present = machines.find(name).filter(machine -> !machine.deleted());
        if (present.isEmpty()) {
            machines.create(input);
        } else if (!present.get().runs(definition, roleArn)) {
            machines.update(input);
        }
        // Also where nothing changed: another build may have let it pass that we cannot run.
        machines.checked(definition);
        return arn;
    }

    /**
     * Starts an execution for another service, such as a rule of EventBridge.
     *
     * @param name empty for a random one
     * @return its ARN
     */
    public String start(String stateMachineArn, Optional<String> name, String input) {
        return executions
                .start(stateMachineArn, name, input, Optional.empty())
                .get("executionArn")
                .textValue();
    }

    /** Goes on with the executions of the process before. Called once, when all that tasks call is there. */
    public void resume() {
        executions.resume();
    }

    /** Lets go of what runs, for the next start to go on with. */
    @Override
    public void close() {
        engine.close();
    }
}

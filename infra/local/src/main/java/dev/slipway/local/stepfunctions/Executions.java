package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.asl.InvalidDefinitionException;
import dev.slipway.local.stepfunctions.engine.Engine;
import dev.slipway.local.stepfunctions.engine.Outcome;
import dev.slipway.local.stepfunctions.engine.Running;
import dev.slipway.local.stepfunctions.journal.ExecutionIndex;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import dev.slipway.local.stepfunctions.journal.Journal;
import dev.slipway.local.stepfunctions.journal.Status;
import dev.slipway.local.stepfunctions.journal.Summary;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Starts, stops and takes up executions. What has ended is on disk only. */
final class Executions {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LARGEST_INPUT = 262_144;

    private final Folder folder;
    private final Names names;
    private final Clock clock;
    private final StateMachines machines;
    private final Engine engine;
    private final StatusEvents events;
    private final Map<String, ExecutionIndex> indexes = new ConcurrentHashMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    Executions(Folder folder, Names names, Clock clock, StateMachines machines, Engine engine, StatusEvents events) {
        this.folder = folder;
        this.names = names;
        this.clock = clock;
        this.machines = machines;
        this.engine = engine;
        this.events = events;
    }

    /** Returns the executions of a state machine. */
    ExecutionIndex index(String machine) {
        return indexes.computeIfAbsent(machine, name -> new ExecutionIndex(folder.executions(name)));
    }

    /** An execution and where it is. */
    record Found(Summary summary, Path file) {}

    Found get(String arn) {
        return names.executionOf(arn)
                .filter(execution -> machines.find(execution.machine()).isPresent())
                .flatMap(execution -> {
                    ExecutionIndex index = index(execution.machine());
                    return index.find(execution.name())
                            .map(summary -> new Found(summary, index.file(execution.name())));
                })
                .orElseThrow(() ->
                        new AwsException(400, "ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'"));
    }

    /**
     * Starts an execution, or finds that this very one runs already.
     *
     * @param name empty for a random one
     * @param traceHeader the X-Ray header
     */
    ObjectNode start(String machineArn, Optional<String> name, String input, Optional<String> traceHeader) {
        StateMachine machine = machines.get(machineArn);
        String checkedName =
                Names.checkedName(name.orElseGet(() -> UUID.randomUUID().toString()));
        checkInput(input);
        Definition definition = machines.checked(machine.definition());
        ExecutionIndex index = index(machine.name());
        ExecutionRecord execution;
        Journal journal;
        synchronized (index) {
            Optional<Summary> present = index.find(checkedName);
            if (present.isPresent()) {
                return again(present.get(), index.file(checkedName), input);
            }
            execution = new ExecutionRecord(
                    names.execution(machine.name(), checkedName),
                    machine.arn(),
                    checkedName,
                    input,
                    machine.roleArn(),
                    folder.keep(machine.definition()),
                    machine.revisionId(),
                    clock.millis(),
                    traceHeader.orElse(null));
            journal = Journal.create(index.file(checkedName), execution);
            try {
                index.save(new Summary(checkedName, Status.RUNNING, execution.startDate(), OptionalLong.empty()));
            } catch (UncheckedIOException e) {
                journal.close();
                Journal.remove(index.file(checkedName));
                throw e;
            }
        }
        begin(execution, definition, journal);
        return started(execution.executionArn(), execution.startDate());
    }

    private void begin(ExecutionRecord execution, Definition definition, Journal journal) {
        events.started(execution);
        Running run = engine.start(execution, definition, journal, outcome -> ended(execution, outcome));
        follow(execution, run);
    }

    // The execution may have ended before it is in the map.
    private void follow(ExecutionRecord execution, Running run) {
        running.put(execution.executionArn(), run);
        boolean over = index(execution.stateMachineName())
                .find(execution.name())
                .filter(summary -> summary.status() == Status.RUNNING)
                .isEmpty();
        if (over) {
            running.remove(execution.executionArn());
        }
    }

    private void ended(ExecutionRecord execution, Outcome outcome) {
        index(execution.stateMachineName())
                .save(new Summary(
                        execution.name(),
                        outcome.status(),
                        execution.startDate(),
                        OptionalLong.of(outcome.at().toEpochMilli())));
        running.remove(execution.executionArn());
        events.ended(execution, outcome);
        machines.find(execution.stateMachineName())
                .filter(StateMachine::deleted)
                .ifPresent(this::forgetIfIdle);
    }

    private ObjectNode again(Summary present, Path file, String input) {
        ExecutionRecord execution = Journal.record(file);
        if (present.status() != Status.RUNNING || !execution.input().equals(input)) {
            throw new AwsException(
                    400, "ExecutionAlreadyExists", "Execution Already Exists: '" + execution.executionArn() + "'");
        }
        return started(execution.executionArn(), present.startDate());
    }

    private static ObjectNode started(String arn, long startDate) {
        return JSON.createObjectNode().put("executionArn", arn).put("startDate", StateMachines.seconds(startDate));
    }

    private static void checkInput(String input) {
        if (input.getBytes(StandardCharsets.UTF_8).length > LARGEST_INPUT) {
            throw Input.invalid("Value at 'input' failed to satisfy constraint: Member must have length less than or "
                    + "equal to " + LARGEST_INPUT);
        }
        String problem = "Invalid execution input.";
        try {
            JsonNode node = JSON.readTree(input);
            if (!node.isMissingNode()) {
                return;
            }
        } catch (JsonProcessingException e) {
            problem = e.getOriginalMessage();
        }
        throw new AwsException(
                400, "InvalidExecutionInput", "Invalid State Machine Execution Input: '" + problem + "'");
    }

    /** Stops an execution; one that has ended stays as it is. */
    ObjectNode stop(JsonNode input) {
        String arn = Input.text(input, "executionArn");
        get(arn);
        Optional.ofNullable(running.get(arn))
                .ifPresent(run -> run.stop(
                        Optional.ofNullable(input.path("error").textValue()),
                        Optional.ofNullable(input.path("cause").textValue())));
        long stopDate = get(arn).summary().stopDate().orElseGet(clock::millis);
        return JSON.createObjectNode().put("stopDate", StateMachines.seconds(stopDate));
    }

    /** Deletes a state machine, at once or when its last execution has ended. */
    ObjectNode deleteMachine(JsonNode input) {
        machines.delete(Input.text(input, "stateMachineArn")).ifPresent(this::forgetIfIdle);
        return JSON.createObjectNode();
    }

    private void forgetIfIdle(StateMachine machine) {
        ExecutionIndex index = index(machine.name());
        synchronized (index) {
            boolean idle = index.all().stream().noneMatch(summary -> summary.status() == Status.RUNNING);
            if (idle) {
                indexes.remove(machine.name());
                machines.forget(machine);
            }
        }
    }

    /** Takes up what ran when the local cloud was killed. */
    void resume() {
        for (StateMachine machine : machines.all()) {
            ExecutionIndex index = index(machine.name());
            index.all().stream()
                    .filter(summary -> summary.status() == Status.RUNNING)
                    .forEach(summary -> resume(index.file(summary.name())));
            if (machine.deleted()) {
                forgetIfIdle(machine);
            }
        }
    }

    private void resume(Path file) {
        ExecutionRecord execution = Journal.record(file);
        Optional<String> definition = folder.definition(execution.definition());
        String problem = "its definition is gone";
        if (definition.isPresent()) {
            try {
                follow(
                        execution,
                        engine.resume(
                                execution,
                                machines.compile(definition.get()),
                                file,
                                outcome -> ended(execution, outcome)));
                return;
            } catch (InvalidDefinitionException e) {
                problem = "its definition is not one that this local cloud runs: " + e.getMessage();
            } catch (UncheckedIOException e) {
                problem = e.getMessage();
            }
        }
        engine.abandon(
                execution,
                file,
                "The local cloud was restarted and cannot go on with this execution: " + problem,
                outcome -> ended(execution, outcome));
    }
}

package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.asl.DefinitionParser;
import dev.slipway.local.stepfunctions.asl.Diagnostic;
import dev.slipway.local.stepfunctions.asl.InvalidDefinitionException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The state machines, and the calls about them. Each definition is compiled once. */
final class StateMachines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Folder folder;
    private final Names names;
    private final Clock clock;
    private final DefinitionParser parser;
    private final Map<String, StateMachine> machines = new ConcurrentSkipListMap<>();
    private final Map<String, Definition> compiled = new ConcurrentHashMap<>();

    StateMachines(Folder folder, Names names, Clock clock, DefinitionParser parser) {
        this.folder = folder;
        this.names = names;
        this.clock = clock;
        this.parser = parser;
        folder.machines().forEach(machine -> machines.put(machine.name(), machine));
    }

    /** Finds a state machine that can be started. */
    StateMachine get(String arn) {
        return names.machineOf(arn)
                .flatMap(this::find)
                .filter(machine -> !machine.deleted())
                .orElseThrow(() -> new AwsException(
                        400, "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'"));
    }

    /** Finds a state machine, be it about to go away. */
    Optional<StateMachine> find(String name) {
        return Optional.ofNullable(machines.get(name));
    }

    /** Returns all in the order of their names. */
    List<StateMachine> all() {
        return List.copyOf(machines.values());
    }

    /**
     * Compiles a definition, or finds it compiled.
     *
     * @throws InvalidDefinitionException where it is not one
     */
    Definition compile(String definition) {
        Definition known = compiled.get(definition);
        if (known == null) {
            known = parser.parse(definition);
            // Only a deploy of another version of the pipeline brings another definition.
            if (compiled.size() >= 64) {
                compiled.clear();
            }
            compiled.put(definition, known);
        }
        return known;
    }

    /** Compiles a definition that a caller gave. */
    Definition checked(String definition) {
        try {
            return compile(definition);
        } catch (InvalidDefinitionException e) {
            throw new AwsException(
                    400, "InvalidDefinition", "Invalid State Machine Definition: '" + e.getMessage() + "'");
        }
    }

    synchronized ObjectNode create(JsonNode input) {
        String name = Names.checkedName(Input.text(input, "name"));
        String definition = Input.text(input, "definition");
        String type = input.path("type").asText("STANDARD");
        if (!type.equals("STANDARD")) {
            throw new AwsException(
                    400, "StateMachineTypeNotSupported", "State Machine Type Not Supported: '" + type + "'");
        }
        Input.refuse(input, "publish", "the local cloud has no versions of state machines");
        checked(definition);
        String arn = names.machine(name);
        Optional<StateMachine> present = find(name);
        if (present.isPresent()) {
            return answerAgain(present.get(), definition, input);
        }
        long now = clock.millis();
        StateMachine machine = new StateMachine(
                arn,
                name,
                definition,
                Input.text(input, "roleArn"),
                now,
                now,
                null,
                logging(input),
                tracing(input),
                false);
        save(machine);
        return created(machine);
    }

    private static ObjectNode answerAgain(StateMachine present, String definition, JsonNode input) {
        if (present.deleted()) {
            throw new AwsException(
                    400, "StateMachineDeleting", "State Machine is being deleted: '" + present.arn() + "'");
        }
        boolean same = present.definition().equals(definition)
                && present.loggingConfiguration().equals(logging(input))
                && present.tracingConfiguration().equals(tracing(input));
        if (!same) {
            throw new AwsException(
                    400, "StateMachineAlreadyExists", "State Machine Already Exists: '" + present.arn() + "'");
        }
        return created(present);
    }

    private static ObjectNode created(StateMachine machine) {
        ObjectNode answer = JSON.createObjectNode().put("stateMachineArn", machine.arn());
        return answer.put("creationDate", seconds(machine.creationDate()));
    }

    private static JsonNode logging(JsonNode input) {
        JsonNode given = input.path("loggingConfiguration");
        return given.isObject()
                ? given
                : JSON.createObjectNode().put("level", "OFF").put("includeExecutionData", false);
    }

    private static JsonNode tracing(JsonNode input) {
        JsonNode given = input.path("tracingConfiguration");
        return given.isObject() ? given : JSON.createObjectNode().put("enabled", false);
    }

    synchronized ObjectNode update(JsonNode input) {
        StateMachine old = get(Input.text(input, "stateMachineArn"));
        if (List.of("definition", "roleArn", "loggingConfiguration", "tracingConfiguration").stream()
                .noneMatch(input::hasNonNull)) {
            throw new AwsException(
                    400,
                    "MissingRequiredParameter",
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                            + "specified");
        }
        Input.refuse(input, "publish", "the local cloud has no versions of state machines");
        String definition = input.path("definition").asText(old.definition());
        checked(definition);
        String role = input.path("roleArn").asText(old.roleArn());
        JsonNode logging = input.has("loggingConfiguration") ? logging(input) : old.loggingConfiguration();
        JsonNode tracing = input.has("tracingConfiguration") ? tracing(input) : old.tracingConfiguration();
        StateMachine same = old.updated(definition, role, logging, tracing, old.revisionId(), old.updateDate());
        StateMachine machine = same.equals(old) && old.revisionId() != null
                ? old
                : old.updated(
                        definition, role, logging, tracing, UUID.randomUUID().toString(), clock.millis());
        save(machine);
        return JSON.createObjectNode()
                .put("updateDate", seconds(machine.updateDate()))
                .put("revisionId", machine.revisionId());
    }

    private void save(StateMachine machine) {
        folder.save(machine);
        machines.put(machine.name(), machine);
    }

    /** Marks it as going away; {@link #forget} ends that. */
    synchronized Optional<StateMachine> delete(String arn) {
        Optional<StateMachine> machine = names.machineOf(arn).flatMap(this::find);
        machine.ifPresent(present -> save(present.deleting()));
        return machine;
    }

    synchronized void forget(StateMachine machine) {
        machines.remove(machine.name());
        folder.remove(machine);
    }

    ObjectNode describe(JsonNode input) {
        String arn = Input.text(input, "stateMachineArn");
        StateMachine machine = names.machineOf(arn).flatMap(this::find).orElseGet(() -> get(arn));
        ObjectNode answer = description(machine, machine.definition(), machine.roleArn(), machine.revisionId());
        answer.put("status", machine.deleted() ? "DELETING" : "ACTIVE").put("type", "STANDARD");
        return answer.put("creationDate", seconds(machine.creationDate()));
    }

    /** Describes what describes both a state machine and the one of an execution. */
    static ObjectNode description(StateMachine machine, String definition, String roleArn, @Nullable String revision) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("stateMachineArn", machine.arn()).put("name", machine.name());
        answer.put("definition", definition).put("roleArn", roleArn);
        answer.set("loggingConfiguration", machine.loggingConfiguration());
        answer.set("tracingConfiguration", machine.tracingConfiguration());
        if (revision != null) {
            answer.put("revisionId", revision);
        }
        return answer;
    }

    ObjectNode list(JsonNode input) {
        Page page = Page.of(input);
        List<StateMachine> all = all();
        int from = (int) Math.min(page.from().orElse(0), all.size());
        int to = Math.min(all.size(), from + page.size());
        ObjectNode answer = JSON.createObjectNode();
        var items = answer.putArray("stateMachines");
        all.subList(from, to)
                .forEach(machine -> items.addObject()
                        .put("stateMachineArn", machine.arn())
                        .put("name", machine.name())
                        .put("type", "STANDARD")
                        .put("creationDate", seconds(machine.creationDate())));
        return to < all.size() ? answer.put("nextToken", Page.token(to)) : answer;
    }

    ObjectNode validate(JsonNode input) {
        ObjectNode answer = JSON.createObjectNode().put("truncated", false);
        var diagnostics = answer.putArray("diagnostics");
        try {
            parser.parse(Input.text(input, "definition"));
            return answer.put("result", "OK");
        } catch (InvalidDefinitionException e) {
            for (Diagnostic diagnostic : e.diagnostics()) {
                ObjectNode item = diagnostics
                        .addObject()
                        .put("severity", "ERROR")
                        .put("code", diagnostic.code())
                        .put("message", diagnostic.message());
                if (!diagnostic.location().isEmpty()) {
                    item.put("location", diagnostic.location());
                }
            }
            return answer.put("result", "FAIL");
        }
    }

    /** Writes a time as the wire has it. */
    static BigDecimal seconds(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }
}

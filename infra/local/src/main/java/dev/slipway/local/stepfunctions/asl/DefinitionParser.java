package dev.slipway.local.stepfunctions.asl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Reads and checks definitions. A refusal names every place, in AWS's words where we know them. Thread-safe. */
public final class DefinitionParser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_NAME = 80;

    private final Map<String, TaskIntegration> integrations;

    /**
     * Prepares a parser.
     *
     * @param integrations all that a Task may name as its resource
     */
    public DefinitionParser(List<? extends TaskIntegration> integrations) {
        Map<String, TaskIntegration> byResource = new HashMap<>();
        integrations.forEach(integration -> byResource.put(integration.resource(), integration));
        this.integrations = Map.copyOf(byResource);
    }

    /**
     * Parses a definition.
     *
     * @throws InvalidDefinitionException where it is not one that the local cloud runs
     */
    public Definition parse(String definition) {
        List<Diagnostic> problems = new ArrayList<>();
        JsonNode root = read(definition);
        Fields fields = new Fields(root, "", problems);
        fields.word("Version", "1.0", List.of("1.0"));
        OptionalInt timeout = fields.integer("TimeoutSeconds", 1, Integer.MAX_VALUE);
        Block block = block(fields, "JSONPath", new HashSet<>());
        if (!problems.isEmpty()) {
            throw new InvalidDefinitionException(problems);
        }
        return new Definition(block.startAt(), block.states(), timeout);
    }

    private static JsonNode read(String definition) {
        try {
            JsonNode root = JSON.readTree(definition);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDefinitionException(
                    List.of(new Diagnostic("INVALID_JSON_DESCRIPTION", e.getOriginalMessage(), "")));
        }
        throw new InvalidDefinitionException(
                List.of(new Diagnostic("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", "")));
    }

    private record Block(String startAt, Map<String, State> states) {}

    /** Reads StartAt and States, in a machine as in a branch. */
    private Block block(Fields fields, String inherited, Set<String> names) {
        fields.require("States", "StartAt");
        String language = fields.word("QueryLanguage", inherited, List.of("JSONPath", "JSONata"));
        String startAt = fields.text("StartAt").orElse("");
        Map<String, State> states = new LinkedHashMap<>();
        Fields all =
                fields.has("States") ? fields.object("States") : new Fields(JSON.createObjectNode(), "", List.of());
        all.node().fieldNames().forEachRemaining(name -> {
            checkName(name, all, names);
            StateParser parser = new StateParser(name, all.object(name), language, integrations);
            parser.parse((branch, inner) -> nested(branch, inner, names)).ifPresent(state -> states.put(name, state));
        });
        fields.end();
        boolean complete = fields.has("StartAt")
                && fields.has("States")
                && states.size() == all.node().size();
        if (complete) {
            Transitions.check(startAt, states, fields);
        }
        return new Block(startAt, states);
    }

    private Definition nested(Fields fields, String language, Set<String> names) {
        Block block = block(fields, language, names);
        return new Definition(block.startAt(), block.states(), OptionalInt.empty());
    }

    private static void checkName(String name, Fields all, Set<String> names) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            all.problem("INVALID_STATE_NAME", name, "State name must have 1 to " + LONGEST_NAME + " characters");
        }
        if (!names.add(name)) {
            all.problem("DUPLICATE_STATE_NAME", name, "Duplicate State name: " + name);
        }
    }
}

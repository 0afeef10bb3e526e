package dev.slipway.local.stepfunctions.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** What an expression can see: the workflow's variables and {@code $states}. Immutable. */
public final class Scope {
    private final Map<String, Object> bindings;

    private Scope(Map<String, Object> bindings) {
        this.bindings = bindings;
    }

    /**
     * Describes the moment of an evaluation.
     *
     * @param states {@code input}, {@code context} and, where the state has come that far, {@code result} or
     *     {@code errorOutput}
     */
    public static Scope of(Map<String, JsonNode> variables, Map<String, JsonNode> states) {
        Map<String, Object> bindings = new HashMap<>();
        variables.forEach((name, value) -> bindings.put(name, JsonValues.toVariable(value)));
        ObjectNode reserved = JsonNodeFactory.instance.objectNode();
        reserved.setAll(states);
        bindings.put("states", JsonValues.toVariable(reserved));
        return new Scope(bindings);
    }

    Map<String, Object> bindings() {
        return bindings;
    }
}

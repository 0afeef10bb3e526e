package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.asl.Definition;
import dev.slipway.local.stepfunctions.journal.Journal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an execution goes on after the local cloud was killed.
 *
 * <p>The state that was entered last, outside any Parallel or Map, is run again from its beginning: its input and the
 * variables are in the history, and a task is called again. That is safe because every task here may be called twice, as
 * Lambda and Step Functions themselves do; a build that was running died with the process that ran it. A Wait keeps the
 * time it began, so it ends when it would have. Retries are counted anew. Where the last event left a state, the
 * execution goes on with the next one, or ends.
 *
 * @param entered the visit to run again; empty where a state is to be entered, or nothing is left to do
 * @param next where {@code entered} is empty: the state to enter, or empty for the end
 * @param output where {@code entered} is empty: the output of the state before
 */
record ResumePoint(
        Map<String, JsonNode> variables, Optional<Visit> entered, Optional<String> next, JsonNode output, long last) {

    /** Finds the point in a history. */
    static ResumePoint in(List<ObjectNode> events, Definition definition, JsonNode input) {
        Map<String, JsonNode> variables = new HashMap<>();
        ResumePoint point =
                new ResumePoint(variables, Optional.empty(), Optional.of(definition.startAt()), input, events.size());
        for (ObjectNode event : events) {
            JsonNode left = event.path("stateExitedEventDetails");
            JsonNode into = event.path("stateEnteredEventDetails");
            if (definition.states().containsKey(into.path("name").asText())) {
                point = point.entering(definition, event, into);
            } else if (definition.states().containsKey(left.path("name").asText())) {
                left.path("assignedVariables")
                        .properties()
                        .forEach(variable -> variables.put(
                                variable.getKey(),
                                ContextObject.parse(variable.getValue().asText())));
                point = point.leaving(event.path(Journal.GOES_TO).asText(), left);
            }
        }
        return point;
    }

    private ResumePoint entering(Definition definition, JsonNode event, JsonNode details) {
        BigDecimal seconds = event.path("timestamp").decimalValue();
        Visit visit = new Visit(
                definition.state(details.path("name").asText()),
                ContextObject.parse(details.path("input").asText()),
                event.path("previousEventId").longValue(),
                event.path("id").longValue(),
                Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
        return new ResumePoint(variables, Optional.of(visit), Optional.empty(), output, last);
    }

    private ResumePoint leaving(String goesTo, JsonNode details) {
        Optional<String> to = goesTo.isEmpty() ? Optional.empty() : Optional.of(goesTo);
        JsonNode result = ContextObject.parse(details.path("output").asText());
        return new ResumePoint(variables, Optional.empty(), to, result, last);
    }

    /** Goes on, to the end. */
    JsonNode run(Branch branch, Definition definition) {
        if (entered.isPresent()) {
            return branch.walk(definition, entered.get());
        }
        if (next.isEmpty()) {
            return output;
        }
        return branch.walk(definition, branch.enter(definition.state(next.get()), output));
    }
}

package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * {@code $states.context}.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html">Context object</a>
 */
final class ContextObject {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ContextObject() {}

    /** Reads the JSON of an input that has been checked when it came. */
    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Builds it.
     *
     * @param item the Map iteration, inside a Map state
     */
    static ObjectNode of(ExecutionRecord execution, JsonNode input, Visit visit, Optional<JsonNode> item) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("Execution")
                .put("Id", execution.executionArn())
                .put("Name", execution.name())
                .put("RoleArn", execution.roleArn())
                .put("StartTime", TIME.format(Instant.ofEpochMilli(execution.startDate())))
                .put("RedriveCount", 0)
                .set("Input", input);
        context.putObject("State")
                .put("Name", visit.state().name())
                .put("EnteredTime", TIME.format(visit.at()))
                .put("RetryCount", visit.retries());
        context.putObject("StateMachine")
                .put("Id", execution.stateMachineArn())
                .put("Name", execution.stateMachineName());
        item.ifPresent(value -> context.putObject("Map").set("Item", value));
        return context;
    }
}

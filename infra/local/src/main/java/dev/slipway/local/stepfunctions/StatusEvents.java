package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.stepfunctions.engine.Outcome;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises "Step Functions Execution Status Change".
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">Its shape</a>
 */
final class StatusEvents {
    private static final Logger LOG = LoggerFactory.getLogger(StatusEvents.class);

    /** An input or output above this is left out of the event. */
    private static final int LARGEST = 248 * 1024;

    private final EventSink bus;

    StatusEvents(EventSink bus) {
        this.bus = bus;
    }

    void started(ExecutionRecord execution) {
        publish(execution, Optional.empty());
    }

    void ended(ExecutionRecord execution, Outcome outcome) {
        publish(execution, Optional.of(outcome));
    }

    private void publish(ExecutionRecord execution, Optional<Outcome> end) {
        String status = end.map(outcome -> outcome.status().name()).orElse("RUNNING");
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("source", "aws.states").put("detail-type", "Step Functions Execution Status Change");
        event.putArray("resources").add(execution.executionArn());
        ObjectNode detail = event.putObject("detail");
        detail.put("executionArn", execution.executionArn());
        detail.put("stateMachineArn", execution.stateMachineArn());
        detail.put("name", execution.name()).put("status", status).put("startDate", execution.startDate());
        detail.put("stopDate", end.map(outcome -> outcome.at().toEpochMilli()).orElse(null));
        payload(detail, "input", Optional.of(execution.input()));
        payload(detail, "output", end.flatMap(Outcome::output));
        detail.putNull("stateMachineVersionArn").putNull("stateMachineAliasArn");
        detail.put("redriveCount", 0).putNull("redriveDate");
        Redrive redrive = Redrive.of(status);
        detail.put("redriveStatus", redrive.status()).put("redriveStatusReason", redrive.reason());
        detail.put("error", end.flatMap(Outcome::error).orElse(null));
        detail.put("cause", end.flatMap(Outcome::cause).orElse(null));
        try {
            bus.publish(event);
        } catch (RuntimeException e) {
            // These events are best effort on AWS too; a rule that fails must not fail the execution.
            LOG.warn("failed to publish that {} is {}", execution.executionArn(), status, e);
        }
    }

    private static void payload(ObjectNode detail, String field, Optional<String> json) {
        boolean included = json.isPresent() && json.get().length() <= LARGEST;
        detail.put(field, included ? json.get() : null);
        detail.set(
                field + "Details",
                json.isPresent()
                        ? JsonNodeFactory.instance.objectNode().put("included", included)
                        : JsonNodeFactory.instance.nullNode());
    }
}

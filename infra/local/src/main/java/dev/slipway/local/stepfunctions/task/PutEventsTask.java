package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * {@code arn:aws:states:::events:putEvents}. Step Functions adds the state machine and the execution to the resources of
 * each event. One entry that is not accepted fails the task with {@code EventBridge.FailedEntry}.
 */
public final class PutEventsTask implements TaskIntegration {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventSink bus;

    public PutEventsTask(EventSink bus) {
        this.bus = bus;
    }

    @Override
    public String resource() {
        return "arn:aws:states:::events:putEvents";
    }

    @Override
    public Set<String> requiredArguments() {
        return Set.of("Entries");
    }

    @Override
    public Set<String> supportedArguments() {
        return Set.of("Entries");
    }

    @Override
    public TaskAttempt start(JsonNode arguments, TaskContext context) {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode answers = result.putArray("Entries");
        int failed = 0;
        for (JsonNode entry : arguments.path("Entries")) {
            ObjectNode answer = publish(entry, context);
            failed += answer.has("ErrorCode") ? 1 : 0;
            answers.add(answer);
        }
        result.put("FailedEntryCount", failed);
        if (failed > 0) {
            throw new TaskFailure("EventBridge.FailedEntry", result.toString());
        }
        return TaskAttempt.call(CompletableFuture.completedFuture(result), () -> {});
    }

    private ObjectNode publish(JsonNode entry, TaskContext context) {
        for (String required : new String[] {"Source", "DetailType", "Detail"}) {
            if (!entry.hasNonNull(required)) {
                return refusal(
                        "InvalidArgument",
                        "Parameter " + required + " is not valid. Reason: " + required + " is a required argument.");
            }
        }
        JsonNode detail = detail(entry.get("Detail"));
        if (!detail.isObject()) {
            return refusal("MalformedDetail", "Detail is malformed.");
        }
        String id = UUID.randomUUID().toString();
        ObjectNode event = JSON.createObjectNode();
        event.put("id", id);
        event.put("source", entry.get("Source").asText());
        event.put("detail-type", entry.get("DetailType").asText());
        ArrayNode resources = event.putArray("resources");
        entry.path("Resources").forEach(resources::add);
        resources.add(context.stateMachineArn()).add(context.executionArn());
        event.set("detail", detail);
        bus.publish(event);
        return JSON.createObjectNode().put("EventId", id);
    }

    private static JsonNode detail(JsonNode value) {
        try {
            return value.isTextual() ? JSON.readTree(value.textValue()) : value;
        } catch (JsonProcessingException e) {
            return value;
        }
    }

    private static ObjectNode refusal(String code, String message) {
        return JSON.createObjectNode().put("ErrorCode", code).put("ErrorMessage", message);
    }
}

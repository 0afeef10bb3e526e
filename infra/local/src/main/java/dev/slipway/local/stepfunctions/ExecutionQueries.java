package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.stepfunctions.Executions.Found;
import dev.slipway.local.stepfunctions.journal.End;
import dev.slipway.local.stepfunctions.journal.ExecutionRecord;
import dev.slipway.local.stepfunctions.journal.Journal;
import dev.slipway.local.stepfunctions.journal.Status;
import dev.slipway.local.stepfunctions.journal.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls that read executions. */
final class ExecutionQueries {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUSES = "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]";

    private final StateMachines machines;
    private final Executions executions;
    private final Folder folder;

    ExecutionQueries(StateMachines machines, Executions executions, Folder folder) {
        this.machines = machines;
        this.executions = executions;
        this.folder = folder;
    }

    ObjectNode describe(JsonNode input) {
        Found found = executions.get(Input.text(input, "executionArn"));
        ExecutionRecord execution = Journal.record(found.file());
        Optional<End> end = found.summary().status() == Status.RUNNING ? Optional.empty() : End.of(found.file());
        // The end may not be in the history yet, where a full disk did not take it.
        String status = found.summary().status().name();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("executionArn", execution.executionArn()).put("stateMachineArn", execution.stateMachineArn());
        answer.put("name", execution.name()).put("status", status);
        answer.put("startDate", StateMachines.seconds(execution.startDate()));
        answer.put("input", execution.input());
        answer.set("inputDetails", JSON.createObjectNode().put("included", true));
        found.summary().stopDate().ifPresent(stop -> answer.put("stopDate", StateMachines.seconds(stop)));
        end.ifPresent(how -> {
            how.output().ifPresent(output -> {
                answer.put("output", output);
                answer.set("outputDetails", JSON.createObjectNode().put("included", true));
            });
            how.error().ifPresent(error -> answer.put("error", error));
            how.cause().ifPresent(cause -> answer.put("cause", cause));
        });
        put(answer, "traceHeader", execution.traceHeader());
        Redrive redrive = Redrive.of(status);
        answer.put("redriveCount", 0).put("redriveStatus", redrive.status());
        return answer.put("redriveStatusReason", redrive.reason());
    }

    private static void put(ObjectNode answer, String field, @Nullable String value) {
        if (value != null) {
            answer.put(field, value);
        }
    }

    ObjectNode describeMachine(JsonNode input) {
        ExecutionRecord execution =
                Journal.record(executions.get(Input.text(input, "executionArn")).file());
        StateMachine machine = machines.find(execution.stateMachineName()).orElseThrow();
        String definition = folder.definition(execution.definition()).orElse(machine.definition());
        return StateMachines.description(machine, definition, execution.roleArn(), execution.revisionId())
                .put("updateDate", StateMachines.seconds(machine.updateDate()));
    }

    /** Lists executions, the latest first. */
    ObjectNode list(JsonNode input) {
        StateMachine machine = machines.get(Input.text(input, "stateMachineArn"));
        Optional<Status> filter = filter(input);
        Page page = Page.of(input);
        List<Summary> all = executions.index(machine.name()).all();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("executions");
        int i = (int) Math.min(page.from().orElse(all.size()), all.size()) - 1;
        for (; i >= 0 && items.size() < page.size(); i--) {
            Summary summary = all.get(i);
            if (filter.isEmpty() || filter.get() == summary.status()) {
                items.add(item(machine, summary));
            }
        }
        return i >= 0 ? answer.put("nextToken", Page.token(i + 1L)) : answer;
    }

    private static Optional<Status> filter(JsonNode input) {
        if (!input.hasNonNull("statusFilter")) {
            return Optional.empty();
        }
        String name = input.get("statusFilter").asText();
        if (name.equals("PENDING_REDRIVE")) {
            throw new AwsException(400, "ValidationException", "The local cloud does not redrive executions");
        }
        return Optional.of(Arrays.stream(Status.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Input.invalid("Value '" + name + "' at 'statusFilter' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: " + STATUSES)));
    }

    private static ObjectNode item(StateMachine machine, Summary summary) {
        ObjectNode item = JSON.createObjectNode();
        item.put("executionArn", machine.arn().replace(":stateMachine:", ":execution:") + ":" + summary.name());
        item.put("stateMachineArn", machine.arn()).put("name", summary.name());
        item.put("status", summary.status().name());
        item.put("startDate", StateMachines.seconds(summary.startDate())).put("redriveCount", 0);
        summary.stopDate().ifPresent(stop -> item.put("stopDate", StateMachines.seconds(stop)));
        return item;
    }

    ObjectNode history(JsonNode input) {
        Found found = executions.get(Input.text(input, "executionArn"));
        Page page = Page.of(input);
        boolean reverse = input.path("reverseOrder").asBoolean();
        Journal.Slice slice = reverse
                ? Journal.before(found.file(), page.from().orElse(Long.MAX_VALUE), page.size())
                : Journal.after(found.file(), page.from().orElse(0), page.size());
        List<ObjectNode> events = slice.events();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("events");
        boolean withData = input.path("includeExecutionData").asBoolean(true);
        events.forEach(event -> items.add(onWire(event, withData)));
        return slice.more()
                ? answer.put(
                        "nextToken",
                        Page.token(events.get(events.size() - 1).path("id").longValue()))
                : answer;
    }

    private static ObjectNode onWire(ObjectNode event, boolean withData) {
        event.remove(Journal.GOES_TO);
        if (!withData) {
            event.properties().stream()
                    .filter(field -> field.getValue() instanceof ObjectNode)
                    .forEach(field -> ((ObjectNode) field.getValue())
                            .remove(List.of("input", "output", "parameters", "assignedVariables", "error", "cause")));
        }
        return event;
    }
}

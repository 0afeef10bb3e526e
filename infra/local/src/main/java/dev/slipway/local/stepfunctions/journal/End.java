package dev.slipway.local.stepfunctions.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How an execution ended, as the last event of its history says.
 *
 * @param stopDate milliseconds since the epoch
 */
public record End(
        Status status, long stopDate, Optional<String> output, Optional<String> error, Optional<String> cause) {

    /** Reads it; empty while the execution runs. */
    public static Optional<End> of(Path file) {
        List<ObjectNode> last = Journal.before(file, Long.MAX_VALUE, 1).events();
        return last.isEmpty() ? Optional.empty() : of(last.get(0));
    }

    private static Optional<End> of(JsonNode event) {
        return switch (event.path("type").asText()) {
            case "ExecutionSucceeded" -> Optional.of(end(Status.SUCCEEDED, event, "executionSucceededEventDetails"));
            case "ExecutionFailed" -> Optional.of(end(Status.FAILED, event, "executionFailedEventDetails"));
            // AWS describes one that timed out without the error that its history has.
            case "ExecutionTimedOut" -> Optional.of(end(Status.TIMED_OUT, event, ""));
            case "ExecutionAborted" -> Optional.of(end(Status.ABORTED, event, "executionAbortedEventDetails"));
            default -> Optional.empty();
        };
    }

    private static End end(Status status, JsonNode event, String field) {
        JsonNode details = event.path(field);
        return new End(
                status,
                event.path("timestamp").decimalValue().movePointRight(3).longValue(),
                Optional.ofNullable(details.path("output").textValue()),
                Optional.ofNullable(details.path("error").textValue()),
                Optional.ofNullable(details.path("cause").textValue()));
    }
}

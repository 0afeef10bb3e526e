package dev.slipway.steps.handler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.events.state.ExecutionInput;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a function's log: a JSON object, which Lambda's JSON log format takes as it is.
 *
 * <p>Lambda knows {@code timestamp} and {@code level} by these names; {@code trace_id}, {@code span_id} and {@code
 * trace_flags} are OpenTelemetry's for logs that are not OTLP ("Trace Context in non-OTLP Log Formats").
 *
 * @param requestId of the invocation
 * @param input of the execution that the step belongs to, where it belongs to one
 * @param span that the step ran in; an invalid one where nothing is traced
 */
record StepLog(
        Instant at,
        String level,
        String message,
        @Nullable String requestId,
        @Nullable ExecutionInput input,
        SpanContext span) {

    String line() {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", at.toString())
                .put("level", level)
                .put("message", message);
        if (requestId != null) {
            line.put("requestId", requestId);
        }
        if (input != null) {
            line.put("app", input.app()).put("deploymentId", input.deploymentId());
        }
        if (span.isValid()) {
            line.put("trace_id", span.getTraceId())
                    .put("span_id", span.getSpanId())
                    .put("trace_flags", span.getTraceFlags().asHex());
        }
        return line.toString();
    }
}

package dev.slipway.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.List;

/**
 * Describes a span that is over before it is written: what Step Functions, CodeBuild or another process did.
 *
 * @param parent the span above, invalid for the root of a trace
 * @param description says what failed; empty unless the status is an error
 */
public record FinishedSpan(
        String name,
        SpanKind kind,
        String traceId,
        String spanId,
        SpanContext parent,
        Instant start,
        Instant end,
        Attributes attributes,
        StatusCode status,
        String description,
        List<SpanContext> links) {

    public FinishedSpan {
        links = List.copyOf(links);
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("end must not be before start: " + name);
        }
    }

    /** Describes a child, internal and without a status until one of the {@code with} methods says more. */
    public static FinishedSpan child(SpanContext parent, String spanId, String name, Instant start, Instant end) {
        return plain(parent, parent.getTraceId(), spanId, name, start, end);
    }

    /** Describes the root of a trace. */
    public static FinishedSpan root(String traceId, String spanId, String name, Instant start, Instant end) {
        return plain(SpanContext.getInvalid(), traceId, spanId, name, start, end);
    }

    /** Returns this span with another kind. */
    public FinishedSpan withKind(SpanKind other) {
        return new FinishedSpan(
                name, other, traceId, spanId, parent, start, end, attributes, status, description, links);
    }

    /** Returns this span with other attributes. */
    public FinishedSpan withAttributes(Attributes other) {
        return new FinishedSpan(name, kind, traceId, spanId, parent, start, end, other, status, description, links);
    }

    /** Returns this span as one that failed. */
    public FinishedSpan withError(String cause) {
        return new FinishedSpan(
                name, kind, traceId, spanId, parent, start, end, attributes, StatusCode.ERROR, cause, links);
    }

    /** Returns this span with other links. */
    public FinishedSpan withLinks(List<SpanContext> others) {
        return new FinishedSpan(
                name, kind, traceId, spanId, parent, start, end, attributes, status, description, others);
    }

    private static FinishedSpan plain(
            SpanContext parent, String traceId, String spanId, String name, Instant start, Instant end) {
        return new FinishedSpan(
                name,
                SpanKind.INTERNAL,
                traceId,
                spanId,
                parent,
                start,
                end,
                Attributes.empty(),
                StatusCode.UNSET,
                "",
                List.of());
    }
}

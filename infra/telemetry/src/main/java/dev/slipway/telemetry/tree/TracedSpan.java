package dev.slipway.telemetry.tree;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A span as it arrived, with those below it.
 *
 * @param parentSpanId empty for the root of a trace
 * @param service {@code service.name} of the resource that wrote it
 * @param attributes values as text, lists as {@code [a, b]}, in the order of their keys
 * @param children by start, then by name
 */
public record TracedSpan(
        String traceId,
        String spanId,
        String parentSpanId,
        String name,
        SpanKind kind,
        String service,
        Instant start,
        Instant end,
        Map<String, String> attributes,
        StatusCode status,
        String statusMessage,
        List<Link> links,
        List<TracedSpan> children) {

    /** Names a span of any trace. */
    public record Link(String traceId, String spanId) {}

    public TracedSpan {
        links = List.copyOf(links);
        children = List.copyOf(children);
    }

    /** Returns how long the span took. */
    public Duration duration() {
        return Duration.between(start, end);
    }

    /** Says whether the span is one call to AWS, which is a detail of the span that makes it. */
    public boolean isAwsCall() {
        return attribute("rpc.system").equals("aws-api");
    }

    /** Says whether nothing below divides this span further, calls to AWS aside. */
    public boolean isLeaf() {
        return children.stream().allMatch(TracedSpan::isAwsCall);
    }

    /** Returns this span and all below it, parents before children. */
    public Stream<TracedSpan> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(TracedSpan::all));
    }

    /** Returns an attribute's value, empty text when it is missing. */
    public String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    TracedSpan withChildren(List<TracedSpan> others) {
        return new TracedSpan(
                traceId,
                spanId,
                parentSpanId,
                name,
                kind,
                service,
                start,
                end,
                attributes,
                status,
                statusMessage,
                links,
                others);
    }
}

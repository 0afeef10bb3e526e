package dev.slipway.telemetry.tree;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A span as it arrived, with those below it. Two are equal when they have the same ids.
 *
 * @param parentSpanId empty for the root of a trace
 * @param resource attributes of what wrote it
 * @param attributes values as text, lists as {@code [a, b]}, in the order of their keys
 * @param children by start, then by name
 */
public record TracedSpan(
        String traceId,
        String spanId,
        String parentSpanId,
        String name,
        SpanKind kind,
        Map<String, String> resource,
        Instant start,
        Instant end,
        Map<String, String> attributes,
        StatusCode status,
        String statusMessage,
        List<Event> events,
        List<Link> links,
        List<TracedSpan> children) {

    /** Names a span of any trace. */
    public record Link(String traceId, String spanId) {}

    /** Tells what happened at one moment of a span. */
    public record Event(Instant time, String name, Map<String, String> attributes) {}

    public TracedSpan {
        events = List.copyOf(events);
        links = List.copyOf(links);
        children = List.copyOf(children);
    }

    /** Returns {@code service.name} of the resource that wrote it. */
    public String service() {
        return resource.getOrDefault("service.name", "");
    }

    /** Returns how long the span took; nothing where the clocks of its writer went backwards. */
    public Duration duration() {
        return end.isAfter(start) ? Duration.between(start, end) : Duration.ZERO;
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
        List<TracedSpan> all = new ArrayList<>();
        Deque<TracedSpan> next = new ArrayDeque<>(List.of(this));
        // No recursion: how deep a trace nests is up to whoever wrote it.
        while (!next.isEmpty()) {
            TracedSpan span = next.pop();
            all.add(span);
            for (int i = span.children.size() - 1; i >= 0; i--) {
                next.push(span.children.get(i));
            }
        }
        return all.stream();
    }

    /** Returns an attribute's value, empty text when it is missing. */
    public String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    /** Returns the span as if it had gone on until then. */
    public TracedSpan until(Instant later) {
        return new TracedSpan(
                traceId,
                spanId,
                parentSpanId,
                name,
                kind,
                resource,
                start,
                later,
                attributes,
                status,
                statusMessage,
                events,
                links,
                children);
    }

    TracedSpan withChildren(List<TracedSpan> others) {
        return new TracedSpan(
                traceId,
                spanId,
                parentSpanId,
                name,
                kind,
                resource,
                start,
                end,
                attributes,
                status,
                statusMessage,
                events,
                links,
                others);
    }

    TracedSpan withResource(Map<String, String> other) {
        return new TracedSpan(
                traceId,
                spanId,
                parentSpanId,
                name,
                kind,
                other,
                start,
                end,
                attributes,
                status,
                statusMessage,
                events,
                links,
                children);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TracedSpan span && span.spanId.equals(spanId) && span.traceId.equals(traceId);
    }

    @Override
    public int hashCode() {
        return spanId.hashCode();
    }

    @Override
    public String toString() {
        return name + " " + spanId;
    }
}

package dev.slipway.cli.waterfall;

import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A span that still grows: what a command knows of its deployment while that is under way, traced or not.
 *
 * <p>Its names, attributes and times are those of the trace, so that all that is said of a deployment is said of the same
 * nodes. Thread-safe.
 */
public final class LiveSpan {
    private final String id;
    private final String name;
    private final Map<String, String> attributes = new TreeMap<>();
    private final List<LiveSpan> children = new ArrayList<>();
    private Instant start;
    private @Nullable Instant end;

    private LiveSpan(String id, String name, Instant start) {
        this.id = id;
        this.name = name;
        this.start = start;
    }

    /** Begins a tree. */
    public static LiveSpan root(String name, Instant start) {
        return new LiveSpan("0", name, start);
    }

    /** Begins a span below. */
    public synchronized LiveSpan begin(String child, Instant at) {
        LiveSpan begun = new LiveSpan(id + "." + children.size(), child, at);
        children.add(begun);
        return begun;
    }

    /** Puts an attribute; an empty one says nothing. */
    public synchronized LiveSpan put(String key, String value) {
        if (!value.isEmpty()) {
            attributes.put(key, value);
        }
        return this;
    }

    /** Ends the span. */
    public synchronized LiveSpan end(Instant at) {
        end = at;
        return this;
    }

    /** Ends the span, now that it is known when it lasted. */
    public synchronized LiveSpan end(Instant from, Instant until) {
        start = from;
        end = until;
        return this;
    }

    /** Returns the tree as it is; what has not ended goes on until then. */
    public TracedSpan until(Instant now) {
        return until(now, "");
    }

    private synchronized TracedSpan until(Instant now, String parent) {
        Instant last = end == null ? now : end;
        return new TracedSpan(
                "",
                id,
                parent,
                name,
                SpanKind.INTERNAL,
                Map.of(),
                start,
                last.isBefore(start) ? start : last,
                Collections.unmodifiableMap(new TreeMap<>(attributes)),
                StatusCode.UNSET,
                "",
                List.of(),
                List.of(),
                children.stream()
                        .map(child -> child.until(now, id))
                        .sorted(Comparator.comparing(TracedSpan::start).thenComparing(TracedSpan::name))
                        .toList());
    }
}

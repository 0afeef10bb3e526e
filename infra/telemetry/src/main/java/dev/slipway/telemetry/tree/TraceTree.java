package dev.slipway.telemetry.tree;

import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A trace as a tree, with what is wrong with it: spans that came twice and spans whose parent never came.
 *
 * <p>Holds what has arrived, so a trace that is still under way has roots that will find their parents later.
 */
public final class TraceTree {
    private static final Comparator<TracedSpan> BY_START =
            Comparator.comparing(TracedSpan::start).thenComparing(TracedSpan::name);

    private final List<TracedSpan> roots;
    private final List<TracedSpan> duplicates;

    private TraceTree(List<TracedSpan> roots, List<TracedSpan> duplicates) {
        this.roots = roots;
        this.duplicates = duplicates;
    }

    /**
     * Reads the spans of one trace.
     *
     * @param otlpJson an ExportTraceServiceRequest, or TracesData, in OTLP/JSON
     * @throws IOException when it is not JSON
     */
    public static TraceTree parse(String otlpJson) throws IOException {
        Map<String, TracedSpan> byId = new LinkedHashMap<>();
        List<TracedSpan> duplicates = new ArrayList<>();
        for (TracedSpan span : OtlpJson.read(otlpJson)) {
            if (byId.putIfAbsent(span.spanId(), span) != null) {
                duplicates.add(span);
            }
        }
        Map<String, List<TracedSpan>> byParent = new HashMap<>();
        List<TracedSpan> tops = new ArrayList<>();
        for (TracedSpan span : byId.values()) {
            if (byId.containsKey(span.parentSpanId())) {
                byParent.computeIfAbsent(span.parentSpanId(), unused -> new ArrayList<>())
                        .add(span);
            } else {
                tops.add(span);
            }
        }
        return new TraceTree(grow(tops, byParent), List.copyOf(duplicates));
    }

    private static List<TracedSpan> grow(List<TracedSpan> spans, Map<String, List<TracedSpan>> byParent) {
        return spans.stream()
                .sorted(BY_START)
                .map(span -> span.withChildren(grow(byParent.getOrDefault(span.spanId(), List.of()), byParent)))
                .toList();
    }

    /** Returns the spans with nothing above them here: the root, those below a remote parent, and orphans. */
    public List<TracedSpan> roots() {
        return roots;
    }

    /** Returns the spans that name a parent which is not in this trace. */
    public List<TracedSpan> orphans() {
        return roots.stream().filter(span -> !span.parentSpanId().isEmpty()).toList();
    }

    /** Returns spans that came under an id that another had before them. */
    public List<TracedSpan> duplicates() {
        return duplicates;
    }

    /** Returns every span once, parents before children, siblings by start. */
    public Stream<TracedSpan> spans() {
        return roots.stream().flatMap(TracedSpan::all);
    }

    /** Returns the spans of a name, in the order of {@link #spans()}. */
    public List<TracedSpan> named(String name) {
        return spans().filter(span -> span.name().equals(name)).toList();
    }

    /**
     * Returns the one span of a name.
     *
     * @throws IllegalStateException when there is none or several; it shows the trace
     */
    public TracedSpan only(String name) {
        List<TracedSpan> named = named(name);
        if (named.size() != 1) {
            throw new IllegalStateException(named.size() + " spans named " + name + " in\n" + outline());
        }
        return named.get(0);
    }

    /**
     * Draws names, kinds and errors, one span a line, children indented by two: what a test compares, and what stays the
     * same from one run to the next.
     */
    public String outline() {
        return outline(span -> true);
    }

    /** Draws the outline of the spans that are asked for, without what is below the others. */
    public String outline(Predicate<TracedSpan> shown) {
        StringBuilder text = new StringBuilder();
        outline(roots, shown, 0, text);
        return text.toString();
    }

    private static void outline(List<TracedSpan> spans, Predicate<TracedSpan> shown, int depth, StringBuilder text) {
        for (TracedSpan span : spans) {
            if (shown.test(span)) {
                text.append("  ".repeat(depth)).append(span.name()).append(' ').append(span.kind());
                text.append(span.status() == StatusCode.ERROR ? " ERROR\n" : "\n");
                outline(span.children(), shown, depth + 1, text);
            }
        }
    }

    @Override
    public String toString() {
        return outline();
    }
}

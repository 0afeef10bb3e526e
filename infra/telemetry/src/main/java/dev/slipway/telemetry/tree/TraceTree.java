package dev.slipway.telemetry.tree;

import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
        return parse(new StringReader(otlpJson));
    }

    /** Does the same without ever having all of the text in memory; closes it. */
    public static TraceTree parse(Reader otlpJson) throws IOException {
        Map<String, TracedSpan> byId = new LinkedHashMap<>();
        List<TracedSpan> duplicates = new ArrayList<>();
        for (TracedSpan span : OtlpJson.read(otlpJson)) {
            if (byId.putIfAbsent(span.spanId(), span) != null) {
                duplicates.add(span);
            }
        }
        return new TraceTree(grow(byId), List.copyOf(duplicates));
    }

    /** Builds from the leaves to the roots, without recursion: how deep a trace nests is up to whoever wrote it. */
    private static List<TracedSpan> grow(Map<String, TracedSpan> byId) {
        Map<String, List<TracedSpan>> byParent = new HashMap<>();
        List<TracedSpan> tops = new ArrayList<>();
        for (TracedSpan span : byId.values()) {
            boolean below = byId.containsKey(span.parentSpanId());
            (below ? byParent.computeIfAbsent(span.parentSpanId(), unused -> new ArrayList<>()) : tops).add(span);
        }
        List<TracedSpan> roots = new ArrayList<>();
        List<TracedSpan> parentsFirst = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        // Spans that name each other as parents have no top; after the tops, the first of them stands for one.
        for (TracedSpan span : concat(tops, byId.values())) {
            if (placed.add(span.spanId())) {
                roots.add(span);
                parentsFirst.add(span);
                for (int i = parentsFirst.size() - 1; i < parentsFirst.size(); i++) {
                    byParent.getOrDefault(parentsFirst.get(i).spanId(), List.of()).stream()
                            .filter(child -> placed.add(child.spanId()))
                            .forEach(parentsFirst::add);
                }
            }
        }
        Map<String, TracedSpan> grown = new HashMap<>();
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            String id = parentsFirst.get(i).spanId();
            grown.put(id, parentsFirst.get(i).withChildren(grown(byParent.getOrDefault(id, List.of()), grown)));
        }
        return grown(roots, grown);
    }

    private static List<TracedSpan> concat(List<TracedSpan> first, Collection<TracedSpan> then) {
        List<TracedSpan> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static List<TracedSpan> grown(List<TracedSpan> spans, Map<String, TracedSpan> grown) {
        return spans.stream()
                .map(span -> grown.get(span.spanId()))
                .filter(Objects::nonNull)
                .sorted(BY_START)
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

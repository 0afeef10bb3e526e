package dev.slipway.telemetry.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what a trace's duration consists of: at each moment the one span that everything else waited for.
 *
 * <p>Walks back from the end. Of the spans below, the one that ended last before a moment is what was waited for until
 * then; where none ran, the span itself was busy. Making a step shorter makes the whole shorter, which is not so of
 * spans that run beside the path.
 */
public final class CriticalPath {

    /** A part of the path: while it lasted, this span and none below it was waited for. */
    public record Step(TracedSpan span, Instant start, Instant end) {
        /** Returns how long it lasted. */
        public Duration duration() {
            return Duration.between(start, end);
        }
    }

    private CriticalPath() {}

    /**
     * Returns the path of a root, first step first; the steps touch and together last as long as the root.
     *
     * @param waiting names of spans that only wait for others beside them; what is below them counts
     */
    public static List<Step> of(TracedSpan root, Set<String> waiting) {
        List<Step> backwards = new ArrayList<>();
        walk(new Step(root, root.start(), root.end()), waiting, backwards);
        Collections.reverse(backwards);
        return List.copyOf(backwards);
    }

    /** Returns how long each span was waited for in all, the longest first. */
    public static Map<TracedSpan, Duration> longest(TracedSpan root, Set<String> waiting) {
        Map<TracedSpan, Duration> bySpan = new LinkedHashMap<>();
        of(root, waiting).forEach(step -> bySpan.merge(step.span(), step.duration(), Duration::plus));
        Map<TracedSpan, Duration> sorted = new LinkedHashMap<>();
        bySpan.entrySet().stream()
                .sorted(Map.Entry.<TracedSpan, Duration>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static void walk(Step part, Set<String> waiting, List<Step> backwards) {
        List<TracedSpan> lastFirst = children(part.span(), waiting)
                .sorted(Comparator.comparing(TracedSpan::end).reversed())
                .toList();
        Instant reached = part.end();
        for (TracedSpan child : lastFirst) {
            // A child that outlives its parent counts as long as it was waited for.
            Instant end = child.end().isBefore(reached) ? child.end() : reached;
            Instant start = child.start().isAfter(part.start()) ? child.start() : part.start();
            if (start.isBefore(end)) {
                add(new Step(part.span(), end, reached), backwards);
                walk(new Step(child, start, end), waiting, backwards);
                reached = start;
            }
        }
        add(new Step(part.span(), part.start(), reached), backwards);
    }

    private static Stream<TracedSpan> children(TracedSpan span, Set<String> waiting) {
        return span.children().stream()
                .flatMap(child -> waiting.contains(child.name()) ? children(child, waiting) : Stream.of(child));
    }

    private static void add(Step step, List<Step> backwards) {
        if (step.start().isBefore(step.end())) {
            backwards.add(step);
        }
    }
}

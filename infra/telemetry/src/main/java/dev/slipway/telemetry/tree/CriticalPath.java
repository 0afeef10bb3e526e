package dev.slipway.telemetry.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Returns the path of a root, first step first; the steps touch and together last as long as the root. */
    public static List<Step> of(TracedSpan root) {
        List<Step> backwards = new ArrayList<>();
        walk(root, root.start(), root.end(), backwards);
        Collections.reverse(backwards);
        return List.copyOf(backwards);
    }

    /** Returns how long each span was waited for in all, the longest first. */
    public static Map<TracedSpan, Duration> longest(TracedSpan root) {
        Map<TracedSpan, Duration> bySpan = new LinkedHashMap<>();
        of(root).forEach(step -> bySpan.merge(step.span(), step.duration(), Duration::plus));
        Map<TracedSpan, Duration> sorted = new LinkedHashMap<>();
        bySpan.entrySet().stream()
                .sorted(Map.Entry.<TracedSpan, Duration>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static void walk(TracedSpan span, Instant from, Instant to, List<Step> backwards) {
        List<TracedSpan> lastFirst = span.children().stream()
                .sorted(Comparator.comparing(TracedSpan::end).reversed())
                .toList();
        Instant reached = to;
        for (TracedSpan child : lastFirst) {
            // A child that outlives its parent counts as long as it was waited for.
            Instant end = child.end().isBefore(reached) ? child.end() : reached;
            Instant start = child.start().isAfter(from) ? child.start() : from;
            if (!start.isBefore(end)) {
                continue;
            }
            add(span, end, reached, backwards);
            walk(child, start, end, backwards);
            reached = start;
        }
        add(span, from, reached, backwards);
    }

    private static void add(TracedSpan span, Instant from, Instant to, List<Step> backwards) {
        if (from.isBefore(to)) {
            backwards.add(new Step(span, from, to));
        }
    }
}

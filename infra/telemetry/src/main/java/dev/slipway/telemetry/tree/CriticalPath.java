package dev.slipway.telemetry.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a trace's duration consists of: at each moment the one span that everything else waited for.
 *
 * <p>Walks back from the end. Of the spans below, the one that ended last before a moment is what was waited for until
 * then; where none ran, the span itself was busy. Making a step shorter makes the whole shorter, which is not so of
 * spans that run beside the path. Calls to AWS are part of the span that makes them.
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
     * @param waiting names of spans that wait for others beside them; what is below them counts, and they themselves count
     *     while nothing else ran
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

    /** Needs no recursion: how deep a trace nests is up to whoever wrote it. */
    private static void walk(Step whole, Set<String> waiting, List<Step> backwards) {
        Deque<Part> next = new ArrayDeque<>(List.of(new Part(whole, true)));
        while (!next.isEmpty()) {
            Part part = next.pop();
            if (part.dividable()) {
                divide(part.step(), waiting).forEach(next::push);
            } else {
                backwards.add(part.step());
            }
        }
    }

    /** Returns what a part consists of, first to last. */
    private static Deque<Part> divide(Step part, Set<String> waiting) {
        List<TracedSpan> busy = new ArrayList<>();
        List<TracedSpan> idle = new ArrayList<>();
        Deque<TracedSpan> next = new ArrayDeque<>(part.span().children());
        while (!next.isEmpty()) {
            TracedSpan child = next.pop();
            boolean waits = waiting.contains(child.name());
            if (waits || child.isAwsCall()) {
                next.addAll(child.children());
            } else {
                busy.add(child);
            }
            if (waits) {
                idle.add(child);
            }
        }
        Deque<Part> parts = new ArrayDeque<>();
        for (Step step : split(part, busy)) {
            if (step.span().equals(part.span())) {
                // Nothing was at work, so whoever waited is what was waited for.
                split(step, idle).forEach(gap -> parts.push(new Part(gap, false)));
            } else {
                parts.push(new Part(step, true));
            }
        }
        return parts;
    }

    /** Divides a part among spans, the last to end first; what is left over stays its own. */
    private static List<Step> split(Step part, List<TracedSpan> spans) {
        List<Step> lastFirst = new ArrayList<>();
        spans.sort(Comparator.comparing(TracedSpan::end).reversed());
        Instant reached = part.end();
        for (TracedSpan span : spans) {
            // One that outlives the part counts as long as it was waited for.
            Instant end = span.end().isBefore(reached) ? span.end() : reached;
            Instant start = span.start().isAfter(part.start()) ? span.start() : part.start();
            if (start.isBefore(end)) {
                add(new Step(part.span(), end, reached), lastFirst);
                add(new Step(span, start, end), lastFirst);
                reached = start;
            }
        }
        add(new Step(part.span(), part.start(), reached), lastFirst);
        return lastFirst;
    }

    private static void add(Step step, List<Step> steps) {
        if (step.start().isBefore(step.end())) {
            steps.add(step);
        }
    }

    /** A stretch of time that belongs to a span, and perhaps to those below it. */
    private record Part(Step step, boolean dividable) {}
}

package dev.slipway.cli.waterfall;

import dev.slipway.telemetry.tree.Coverage;
import dev.slipway.telemetry.tree.CriticalPath;
import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one deployment as rows with bars, between the beginning of its root and its end.
 *
 * <p>Clocks differ and spans get lost: a bar outside is drawn at the edge, and of a trace without a root what is there is
 * shown.
 */
public final class Waterfall {
    /** Waits for the build, which is beside it: no name for where time goes. */
    private static final Set<String> WAITING = Set.of("deploy.finalize");
    /** Waits for the steps of the Dockerfile as well, where these are beside it. */
    private static final Set<String> WAITING_OR_DIVIDED = Set.of("deploy.finalize", "build.buildkit.build");

    private final Window window;
    private final @Nullable TracedSpan root;
    private final Map<TracedSpan, List<Row.Bar>> critical = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final int orphans;

    private Waterfall(List<TracedSpan> tops) {
        this.root = root(tops);
        this.window = root != null && root.name().equals("deploy") ? Window.of(root) : Window.around(tops);
        this.orphans = (int) tops.stream()
                .filter(top -> !top.parentSpanId().isEmpty() && !top.equals(root))
                .count();
        if (root != null) {
            for (CriticalPath.Step step : CriticalPath.of(root.until(window.end()), WAITING_OR_DIVIDED)) {
                critical.computeIfAbsent(step.span(), unused -> new ArrayList<>())
                        .add(window.bar(step.start(), step.end()));
            }
        }
        addRows(tops);
    }

    /** Draws the part of a trace that is about a deployment: a job of a CI may have several in its one trace. */
    public static Waterfall of(TraceTree trace, String deploymentId) {
        return new Waterfall(DeploymentSpans.tops(trace, deploymentId));
    }

    /** Draws a deployment from what its command knows of it. */
    public static Waterfall of(TracedSpan deploy) {
        return new Waterfall(List.of(deploy));
    }

    /** Returns a row for each span, parents before children, siblings by start. */
    List<Row> rows() {
        return rows;
    }

    Instant start() {
        return window.start();
    }

    Duration length() {
        return window.length();
    }

    /** Says whether the span that all others are below has come. */
    boolean isWhole() {
        return root != null;
    }

    /** Returns how many spans name a parent that has not come. */
    int orphans() {
        return orphans;
    }

    /** Returns the share of the root's time that something below it accounts for; empty without a root. */
    OptionalDouble coverage() {
        return root == null ? OptionalDouble.empty() : OptionalDouble.of(Coverage.of(root, WAITING));
    }

    /** Returns the rows that everything waited for, the longest first. */
    List<Row> longest(int count) {
        return rows.stream()
                .filter(row -> !row.critical().isEmpty())
                .sorted(Comparator.comparing(Row::waitedFor).reversed())
                .limit(count)
                .toList();
    }

    /** Returns the same in words, each with how long everything waited for it. */
    public List<Part> parts(int count) {
        return longest(count).stream()
                .map(row -> new Part(Labels.alone(row.span()), row.waitedFor()))
                .toList();
    }

    /** A part of the critical path. */
    public record Part(String label, Duration took) {
        /** Returns {@code buildkit 1.3s}. */
        public String text() {
            return label + " " + Times.of(took);
        }
    }

    private static @Nullable TracedSpan root(List<TracedSpan> tops) {
        for (String name : List.of("deploy", "build")) {
            for (TracedSpan top : tops) {
                if (top.name().equals(name)) {
                    return top;
                }
            }
        }
        // Whatever it is called, nothing is above it.
        return tops.stream()
                .filter(top -> top.parentSpanId().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private void addRows(List<TracedSpan> tops) {
        Deque<Placed> next = new ArrayDeque<>();
        tops.forEach(top -> next.add(new Placed(top, Row.NONE)));
        while (!next.isEmpty()) {
            Placed placed = next.pop();
            TracedSpan span = placed.span();
            int parent = placed.parent();
            int index = rows.size();
            rows.add(new Row(
                    span,
                    parent,
                    Labels.below(parent == Row.NONE ? null : rows.get(parent).span(), span),
                    Notes.of(span),
                    window.bar(span.start(), span.end()),
                    critical.getOrDefault(span, List.of())));
            for (int i = span.children().size() - 1; i >= 0; i--) {
                next.push(new Placed(span.children().get(i), index));
            }
        }
    }

    private record Placed(TracedSpan span, int parent) {}

    /** The time that is drawn. */
    private record Window(Instant start, Instant end) {
        /** Ends with the build where the root ended before: its command may have gone. */
        static Window of(TracedSpan root) {
            Instant end = root.all()
                    .filter(span -> span.equals(root) || span.name().equals("build"))
                    .map(TracedSpan::end)
                    .max(Comparator.naturalOrder())
                    .orElse(root.end());
            return new Window(root.start(), end.isBefore(root.start()) ? root.start() : end);
        }

        static Window around(List<TracedSpan> tops) {
            Instant start = tops.stream()
                    .map(TracedSpan::start)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
            Instant end = tops.stream()
                    .map(TracedSpan::end)
                    .max(Comparator.naturalOrder())
                    .orElse(start);
            return new Window(start, end.isBefore(start) ? start : end);
        }

        Duration length() {
            return Duration.between(start, end);
        }

        Row.Bar bar(Instant from, Instant to) {
            Duration first = within(from);
            Duration last = within(to);
            return new Row.Bar(first, last.compareTo(first) < 0 ? first : last);
        }

        private Duration within(Instant time) {
            return Duration.between(start, time.isBefore(start) ? start : time.isAfter(end) ? end : time);
        }
    }
}

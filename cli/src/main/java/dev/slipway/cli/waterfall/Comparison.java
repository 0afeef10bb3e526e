package dev.slipway.cli.waterfall;

import dev.slipway.telemetry.tree.TracedSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two deployments by the names of their spans: what took longer comes first. */
final class Comparison {
    private static final Total NOTHING = new Total(0, Duration.ZERO, false);

    private Comparison() {}

    /**
     * Spans of one name, in one trace.
     *
     * @param took all of them together
     * @param awsCall whether they are calls to AWS
     */
    record Total(int count, Duration took, boolean awsCall) {
        private static Total of(TracedSpan span) {
            return new Total(1, span.duration(), span.isAwsCall());
        }

        private Total plus(Total other) {
            return new Total(count + other.count, took.plus(other.took), awsCall || other.awsCall);
        }
    }

    /** A name, before and after. */
    record Change(String name, Total before, Total after) {
        Duration delta() {
            return after.took().minus(before.took());
        }

        boolean isAwsCall() {
            return before.awsCall() || after.awsCall();
        }
    }

    /** Returns the changes, from what takes longer now to what got faster. */
    static List<Change> of(Map<String, Total> then, Map<String, Total> now) {
        Set<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            changes.add(new Change(name, then.getOrDefault(name, NOTHING), now.getOrDefault(name, NOTHING)));
        }
        changes.sort(Comparator.comparing(Change::delta).reversed());
        return changes;
    }

    /** Sums up by name. */
    static Map<String, Total> totals(List<Row> rows) {
        Map<String, Total> totals = new TreeMap<>();
        rows.forEach(row -> totals.merge(Labels.whole(row.span()), Total.of(row.span()), Total::plus));
        return totals;
    }
}

package dev.slipway.telemetry.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Tells how much of a span's time something below it accounts for: leaves only, since a span that merely waits for its
 * children explains nothing.
 */
public final class Coverage {
    private Coverage() {}

    /**
     * Returns the share of a root's wall time that lies inside leaf spans, from 0 to 1.
     *
     * @param waiting names of leaves that do not count, such as one that waits for another process
     */
    public static double of(TracedSpan root, Set<String> waiting) {
        if (!root.end().isAfter(root.start())) {
            return 1;
        }
        List<TracedSpan> leaves = root.children().stream()
                .flatMap(TracedSpan::all)
                .filter(span -> span.isLeaf() && !waiting.contains(span.name()))
                .sorted(Comparator.comparing(TracedSpan::start))
                .toList();
        Duration covered = Duration.ZERO;
        Instant reached = root.start();
        for (TracedSpan leaf : leaves) {
            Instant from = later(leaf.start(), reached);
            Instant to = earlier(leaf.end(), root.end());
            if (to.isAfter(from)) {
                covered = covered.plus(Duration.between(from, to));
                reached = to;
            }
        }
        return (double) covered.toNanos() / root.duration().toNanos();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}

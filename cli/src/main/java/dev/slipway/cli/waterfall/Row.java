package dev.slipway.cli.waterfall;

import dev.slipway.telemetry.tree.TracedSpan;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.List;

/**
 * One span in its place.
 *
 * @param parent index of the row above it in the tree; {@link #NONE} for a top
 * @param label name without what the parent's says already
 * @param bar its time as far as the waterfall reaches
 * @param critical when everything else waited for this span
 */
record Row(TracedSpan span, int parent, String label, String note, Bar bar, List<Bar> critical) {
    static final int NONE = -1;

    /** A stretch of the waterfall, from its beginning. */
    record Bar(Duration from, Duration to) {
        Duration length() {
            return to.minus(from);
        }
    }

    Row {
        critical = List.copyOf(critical);
    }

    boolean isError() {
        return span.status() == StatusCode.ERROR;
    }

    /** Returns how long everything else waited for it. */
    Duration waitedFor() {
        return critical.stream().map(Bar::length).reduce(Duration.ZERO, Duration::plus);
    }
}

package dev.slipway.cli.waterfall;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What a comparison needs of an earlier deployment; its spans need not stay in memory beside those of the later one. */
public final class Earlier {
    private final Subject subject;
    private final Instant began;
    private final Duration took;
    private final Map<String, Comparison.Total> totals;

    private Earlier(Subject subject, Waterfall waterfall) {
        this.subject = subject;
        this.began = waterfall.start();
        this.took = waterfall.length();
        this.totals = Comparison.totals(waterfall.rows());
    }

    /** Sums a waterfall up. */
    public static Earlier of(Waterfall waterfall, Subject subject) {
        return new Earlier(subject, waterfall);
    }

    Subject subject() {
        return subject;
    }

    Instant began() {
        return began;
    }

    Duration took() {
        return took;
    }

    Map<String, Comparison.Total> totals() {
        return totals;
    }
}

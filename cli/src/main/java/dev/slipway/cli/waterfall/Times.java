package dev.slipway.cli.waterfall;

import dev.slipway.cli.progress.Durations;
import java.time.Duration;
import java.util.Locale;

/** Writes durations down to the millisecond: in a trace, the short ones are the point. */
final class Times {
    private Times() {}

    /** Returns {@code 0.4ms}, {@code 12ms}, {@code 1.2s} or {@code 2m05s}. */
    static String of(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis < 0.95) {
            return millis == 0 ? "0" : String.format(Locale.ROOT, "%.1fms", Math.max(0.1, millis));
        }
        return millis < 999.5 ? Math.round(millis) + "ms" : Durations.of(duration);
    }
}

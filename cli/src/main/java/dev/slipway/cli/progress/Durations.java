package dev.slipway.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Writes durations and sizes as a person reads them. */
public final class Durations {
    private static final long MINUTE_MS = 60_000;

    private Durations() {}

    /** Returns {@code 0.2s}, {@code 34.9s} or {@code 2m05s}. */
    public static String of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < MINUTE_MS) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        long seconds = millis / 1000;
        return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
    }
}

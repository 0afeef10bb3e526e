package dev.slipway.cli.deploy;

import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Sizes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Shows how far an upload is and how fast it goes; nothing of one that is over before anybody looks. Not thread-safe.
 *
 * <p>The rate is that of the last moments, smoothed: what it was at the beginning says nothing of a line that has become
 * slow.
 */
final class Transfer implements LongConsumer {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final double WEIGHT = 0.4;

    private final long total;
    private final Progress progress;
    private final Clock clock;
    private Instant last;
    private long lastBytes;
    private double bytesPerSecond;

    Transfer(long total, Progress progress, Clock clock) {
        this.total = total;
        this.progress = progress;
        this.clock = clock;
        this.last = clock.instant();
    }

    /** Takes how many bytes are sent; fewer than before when the upload began anew. */
    @Override
    public void accept(long bytes) {
        Instant now = clock.instant();
        Duration passed = Duration.between(last, now);
        if (passed.compareTo(INTERVAL) < 0) {
            return;
        }
        double rate = Math.max(0, bytes - lastBytes) / (passed.toMillis() / 1000.0);
        bytesPerSecond = bytesPerSecond == 0 ? rate : bytesPerSecond + WEIGHT * (rate - bytesPerSecond);
        last = now;
        lastBytes = bytes;
        progress.current(
                String.format(
                        Locale.ROOT,
                        "%s of %s (%d %%), %s/s",
                        Sizes.of(bytes),
                        Sizes.of(total),
                        100 * bytes / Math.max(1, total),
                        Sizes.of((long) bytesPerSecond)),
                null);
    }
}

package dev.slipway.local.s3.objects;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Gives out sequencers. They follow the clock, so they keep growing even when the object with the last one is gone. */
final class Sequencers {
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Sequencers(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a sequencer given out before a restart. */
    void seen(String sequencer) {
        long value = HexFormat.fromHexDigitsToLong(sequencer);
        last.accumulateAndGet(value, Math::max);
    }

    String next() {
        Instant now = clock.instant();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return HexFormat.of().toHexDigits(last.accumulateAndGet(nanos, (before, time) -> Math.max(before + 1, time)));
    }
}

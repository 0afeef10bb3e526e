package dev.slipway.steps.createdeployment;

import dev.slipway.events.state.AppRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.steps.bucket.Bucket;
import java.time.Clock;
import java.util.Optional;

/**
 * Gives out an app's sequence numbers.
 *
 * <p>The number decides which of two deployments is the newer one, whatever the order in which their builds end. A
 * number that is taken and not used leaves a gap, which harms nobody.
 */
public final class Sequences {
    private final Bucket bucket;
    private final Clock clock;

    public Sequences(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Takes the next number of an app, from 1. */
    public long next(String app) {
        return bucket.update(
                        Keys.appRecord(app),
                        AppRecord.class,
                        current -> Optional.of(current.map(record -> new AppRecord(
                                        record.schema(), app, record.lastSequence() + 1, record.createdAt()))
                                .orElseGet(() -> new AppRecord(1, app, 1, clock.instant()))))
                .orElseThrow()
                .lastSequence();
    }
}

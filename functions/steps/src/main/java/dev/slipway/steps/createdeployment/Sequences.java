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
 * number that is taken and not used leaves a gap, which harms nobody. The record names who took the last one: a refused write
 * is read back and compared, and must not be found to stand there because another took the same number.
 */
public final class Sequences {
    private final Bucket bucket;
    private final Clock clock;

    public Sequences(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Takes the next number of an app, from 1, for a deployment; the same one again where it has the last. */
    public long next(String app, String deploymentId) {
        return bucket.update(
                        Keys.appRecord(app),
                        AppRecord.class,
                        current -> Optional.of(current.map(record -> after(record, deploymentId))
                                .orElseGet(() -> new AppRecord(1, app, 1, deploymentId, clock.instant()))))
                .orElseThrow()
                .lastSequence();
    }

    private static AppRecord after(AppRecord record, String deploymentId) {
        return deploymentId.equals(record.lastDeployment())
                ? record
                : new AppRecord(
                        record.schema(), record.app(), record.lastSequence() + 1, deploymentId, record.createdAt());
    }
}

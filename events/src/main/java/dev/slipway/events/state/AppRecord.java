package dev.slipway.events.state;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code apps/<app>/app.json}: the last sequence number given out. Taking the next one is a compare-and-swap of this
 * object, so the order of deployments is the order of their creation.
 *
 * @param lastDeployment whom that number was given to: without it two who take the next one at once write the same, and each
 *     would take what stands there for its own. Absent in records of before
 */
public record AppRecord(
        int schema, String app, long lastSequence, @Nullable String lastDeployment, Instant createdAt) {
    public AppRecord {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}

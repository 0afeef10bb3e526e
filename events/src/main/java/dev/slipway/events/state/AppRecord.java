package dev.slipway.events.state;

import java.time.Instant;
import java.util.Objects;

/**
 * {@code apps/<app>/app.json}: the last sequence number given out. Taking the next one is a compare-and-swap of this
 * object, so the order of deployments is the order of their creation.
 */
public record AppRecord(int schema, String app, long lastSequence, Instant createdAt) {
    public AppRecord {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(createdAt, "createdAt");
    }
}

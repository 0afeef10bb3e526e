package dev.slipway.events.state;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** {@code apps/<app>/env/<revision>.json}: the environment of an app. Versions name a revision, never values. */
public record EnvironmentRecord(
        int schema, String app, String revision, Map<String, EnvironmentEntry> entries, Instant createdAt) {
    public EnvironmentRecord {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(revision, "revision");
        Objects.requireNonNull(createdAt, "createdAt");
        entries = Map.copyOf(entries);
    }
}

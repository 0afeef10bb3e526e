package dev.slipway.events.state;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code apps/<app>/live.json}: what runs. Written by the launcher only, after the alias has moved.
 *
 * @param functionVersion Lambda's number of the published version, which is not ours
 */
public record LiveState(
        int schema,
        String app,
        long version,
        @Nullable Long previous,
        String deploymentId,
        long sequence,
        String url,
        String functionVersion,
        Instant since) {
    public LiveState {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(functionVersion, "functionVersion");
        Objects.requireNonNull(since, "since");
    }
}

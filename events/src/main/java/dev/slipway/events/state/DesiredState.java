package dev.slipway.events.state;

import dev.slipway.events.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code desired/<app>.json}: what should run.
 *
 * @param previous version to go back to when this one does not come up
 * @param sequence of the deployment; a state with a lower one never replaces it
 * @param executionArn the execution that brings it about; while it runs, nobody else does
 * @param trace span {@code build} of the deployment: the parent of the launcher's span
 * @param coalesced spans {@code build} of the deployments that this one replaced before they were live; absent for none
 * @param since when it was written; the time for getting healthy counts from here
 */
public record DesiredState(
        int schema,
        String app,
        long version,
        @Nullable Long previous,
        String deploymentId,
        long sequence,
        @Nullable String executionArn,
        @Nullable TraceContext trace,
        @Nullable List<TraceContext> coalesced,
        Instant since) {
    public DesiredState {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(since, "since");
        coalesced = coalesced == null ? null : List.copyOf(coalesced);
    }
}

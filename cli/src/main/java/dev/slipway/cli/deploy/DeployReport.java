package dev.slipway.cli.deploy;

import dev.slipway.cli.cost.CostEstimate;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.PhaseTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment ended, as {@code --output json} writes it: a contract with scripts.
 *
 * @param traceUrls where its trace can be looked at in a browser
 * @param estimatedCostUsd what it cost at list prices; absent where it has not ended, and on the local cloud
 */
public record DeployReport(
        String deploymentId,
        String app,
        @Nullable Long version,
        DeploymentStatus status,
        @Nullable String url,
        @Nullable String traceId,
        List<String> traceUrls,
        long durationMs,
        List<PhaseTime> phases,
        @Nullable Failure failure,
        @Nullable CostEstimate estimatedCostUsd) {
    public DeployReport {
        traceUrls = List.copyOf(traceUrls);
        phases = List.copyOf(phases);
    }
}

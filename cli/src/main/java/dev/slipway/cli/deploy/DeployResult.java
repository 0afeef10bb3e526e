package dev.slipway.cli.deploy;

import dev.slipway.events.state.LiveState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a deployment ended, with what the words about it need.
 *
 * @param beside what this command took time for beside the phases of the deployment, in words
 * @param live what is live now, when it is not this deployment
 */
public record DeployResult(DeployReport report, Map<String, Duration> beside, Optional<LiveState> live) {
    public DeployResult {
        beside = Map.copyOf(beside);
    }

    /** Returns the same with one more thing that took time. */
    DeployResult with(String what, Duration took) {
        Map<String, Duration> more = new LinkedHashMap<>(beside);
        more.put(what, took);
        return new DeployResult(report, more, live);
    }
}

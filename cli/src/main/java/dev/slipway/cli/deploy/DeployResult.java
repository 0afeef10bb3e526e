package dev.slipway.cli.deploy;

import dev.slipway.events.state.LiveState;
import java.time.Duration;
import java.util.Optional;

/**
 * How a deployment ended, with what the words about it need.
 *
 * @param start how long this command took to begin its work
 * @param live what is live now, when it is not this deployment
 */
public record DeployResult(DeployReport report, Duration start, Optional<LiveState> live) {}

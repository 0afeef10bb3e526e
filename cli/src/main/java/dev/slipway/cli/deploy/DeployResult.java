package dev.slipway.cli.deploy;

import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.state.LiveState;
import java.util.Optional;

/**
 * How a deployment ended, with what the words about it need.
 *
 * @param timeline what it took time for, as far as this command knows
 * @param live what is live now, when it is not this deployment
 */
public record DeployResult(DeployReport report, Waterfall timeline, Optional<LiveState> live) {}

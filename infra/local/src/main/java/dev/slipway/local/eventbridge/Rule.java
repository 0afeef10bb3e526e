package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * A rule of the default bus with its one target.
 *
 * @param pattern empty for a schedule
 * @param schedule an expression; empty for a pattern
 */
public record Rule(String name, String arn, Optional<JsonNode> pattern, Optional<String> schedule, Target target) {

    /**
     * What a rule invokes.
     *
     * @param input constant payload in place of the event
     * @param attempts how often a delivery is tried again
     * @param maximumAge how long it is tried
     */
    public record Target(String id, String arn, Optional<String> input, int attempts, Duration maximumAge) {}
}

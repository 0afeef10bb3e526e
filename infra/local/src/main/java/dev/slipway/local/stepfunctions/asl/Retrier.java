package dev.slipway.local.stepfunctions.asl;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * A Retry.
 *
 * @param maxAttempts retries, not counting the first attempt; 0 for never
 * @param fullJitter whether the delay is random between zero and what the back-off gives
 */
public record Retrier(
        ErrorNames errors,
        int intervalSeconds,
        int maxAttempts,
        double backoffRate,
        OptionalInt maxDelaySeconds,
        boolean fullJitter) {

    /**
     * Returns how long to wait.
     *
     * @param retry 0 for the first
     * @param random from 0 to 1
     */
    public Duration delay(int retry, DoubleSupplier random) {
        double seconds = intervalSeconds * Math.pow(backoffRate, retry);
        if (maxDelaySeconds.isPresent()) {
            seconds = Math.min(seconds, maxDelaySeconds.getAsInt());
        }
        double jittered = fullJitter ? seconds * random.getAsDouble() : seconds;
        return Duration.ofMillis(Math.round(Math.min(jittered, Integer.MAX_VALUE) * 1000));
    }
}

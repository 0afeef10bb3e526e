package dev.slipway.steps.buildkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Until when a build may run.
 *
 * <p>CodeBuild ends a build that takes too long as one pulls a plug: nobody is told what it was at, and BuildKit does not
 * tidy up. So it is ended a little before, from inside.
 *
 * @param limit how long a build may take
 */
record Deadline(Duration limit, Instant at) {
    private static final Duration MOST_RESERVE = Duration.ofSeconds(30);
    private static final int RESERVE_PART = 10;

    static Deadline of(Map<String, String> environment, Clock clock) {
        Instant start = Instant.ofEpochMilli(
                Long.parseLong(environment.getOrDefault("CODEBUILD_START_TIME", Long.toString(clock.millis()))));
        Duration limit =
                Duration.ofSeconds(Long.parseLong(environment.getOrDefault("SLIPWAY_BUILD_TIMEOUT_SECONDS", "3600")));
        Duration reserve = limit.dividedBy(RESERVE_PART);
        return new Deadline(
                limit, start.plus(limit).minus(reserve.compareTo(MOST_RESERVE) > 0 ? MOST_RESERVE : reserve));
    }

    /** Returns what is left; nothing once it is over. */
    Duration left(Clock clock) {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }
}

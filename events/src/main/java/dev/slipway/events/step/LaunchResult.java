package dev.slipway.events.step;

import dev.slipway.events.state.Failure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher answers.
 *
 * @param waitSeconds until it is asked again, at least 1 on {@link LaunchOutcome#WAIT}
 * @param url of the app on {@link LaunchOutcome#SETTLED}
 * @param failure on {@link LaunchOutcome#FAILED}
 */
public record LaunchResult(
        LaunchOutcome outcome,
        int waitSeconds,
        @Nullable String url,
        int probes,
        @Nullable Failure failure) {
    public LaunchResult {
        Objects.requireNonNull(outcome, "outcome");
        if (outcome == LaunchOutcome.WAIT && waitSeconds < 1) {
            throw new IllegalArgumentException("waitSeconds must be positive");
        }
        if ((outcome == LaunchOutcome.FAILED) != (failure != null)) {
            throw new IllegalArgumentException("failure must be given for a failed launch, and only there");
        }
    }
}

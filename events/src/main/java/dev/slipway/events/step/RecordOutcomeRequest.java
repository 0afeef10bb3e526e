package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow knows at its end.
 *
 * @param state name of the state that failed, with {@code error}
 * @param launch last answer of the launcher; absent when it was not reached
 */
public record RecordOutcomeRequest(
        ExecutionInput input,
        Execution execution,
        @Nullable String state,
        @Nullable CaughtError error,
        @Nullable Long version,
        @Nullable LaunchResult launch) {
    public RecordOutcomeRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
    }
}

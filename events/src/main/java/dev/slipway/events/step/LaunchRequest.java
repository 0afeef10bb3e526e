package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;

/** What the workflow asks the launcher: do the next action towards the desired state of the app. */
public record LaunchRequest(ExecutionInput input, Execution execution) {
    public LaunchRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
    }
}

package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;

/** What setup is asked: check the source, find its stack, write the plan. */
public record SetupRequest(ExecutionInput input, Execution execution) {
    public SetupRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
    }
}

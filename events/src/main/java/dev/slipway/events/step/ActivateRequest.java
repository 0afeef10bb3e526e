package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;

/** What activate is asked: make a version the desired one. */
public record ActivateRequest(ExecutionInput input, Execution execution, long version) {
    public ActivateRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
    }
}

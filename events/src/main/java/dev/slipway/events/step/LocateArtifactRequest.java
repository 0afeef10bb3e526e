package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;

/** What locate_artifact is asked: which image this deployment built. */
public record LocateArtifactRequest(ExecutionInput input, Execution execution, SetupResult setup) {
    public LocateArtifactRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(setup, "setup");
    }
}

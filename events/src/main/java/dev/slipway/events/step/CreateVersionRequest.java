package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What create_version is asked. The artifact is absent for a configure, which keeps the image of a version. */
public record CreateVersionRequest(
        ExecutionInput input, Execution execution, @Nullable LocateArtifactResult artifact) {
    public CreateVersionRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(execution, "execution");
    }
}

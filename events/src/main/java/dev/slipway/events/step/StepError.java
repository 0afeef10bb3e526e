package dev.slipway.events.step;

import dev.slipway.events.Stage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The message of the exception that a step fails by, as JSON: Lambda hands it to the workflow as {@code errorMessage}.
 *
 * @param phase that failed
 * @param cause completes "failed to (action): "
 * @param log last lines of the app, oldest first; empty but for the launcher
 */
public record StepError(Stage phase, String cause, @Nullable String hint, List<String> log) {
    public StepError {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(cause, "cause");
        log = List.copyOf(log);
    }
}

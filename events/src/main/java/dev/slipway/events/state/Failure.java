package dev.slipway.events.state;

import dev.slipway.events.Stage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a deployment did not come to life.
 *
 * @param phase the phase it ended in; absent when it was stopped from outside before one began
 * @param error name of the error, as the workflow caught it
 * @param cause what happened, completing "failed to (action): "
 * @param hint one line that says what to do
 * @param log last lines of the build or of the app, oldest first
 */
public record Failure(
        @Nullable Stage phase,
        String error,
        String cause,
        @Nullable String hint,
        List<String> log) {
    public Failure {
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(cause, "cause");
        log = List.copyOf(log);
    }
}

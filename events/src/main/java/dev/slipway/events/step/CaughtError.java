package dev.slipway.events.step;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error as Step Functions hands it to a Catch: {@code {"Error": …, "Cause": …}}. */
public record CaughtError(
        @JsonProperty("Error") String error,
        @JsonProperty("Cause") @Nullable String cause) {
    public CaughtError {
        Objects.requireNonNull(error, "error");
    }
}

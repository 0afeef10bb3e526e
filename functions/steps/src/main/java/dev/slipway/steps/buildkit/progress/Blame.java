package dev.slipway.steps.buildkit.progress;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a build made no image.
 *
 * @param step name of the failing step as BuildKit shows it; null when no step was to blame
 * @param place {@code Dockerfile:7}; null when unknown
 * @param exitCode of the failing step's command
 * @param cause completes "failed to build (app): "
 * @param log last lines of the failing step, oldest first
 */
public record Blame(
        @Nullable String step,
        @Nullable String place,
        @Nullable Integer exitCode,
        String cause,
        @Nullable String hint,
        List<String> log) {
    public Blame {
        log = List.copyOf(log);
    }
}

package dev.slipway.events.step;

import dev.slipway.events.state.Attestations;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code builds/<app>/<deploymentId>/result.json}: what the build said of itself before it ended.
 *
 * @param buildId of CodeBuild
 * @param appDigest manifest digest of the built image; absent when it failed
 * @param runDigest manifest digest of the image to run; absent when it failed
 * @param failedStep name of the failing step as BuildKit shows it; absent when it succeeded or no step was to blame
 * @param place {@code Dockerfile:7}; absent when unknown
 * @param exitCode of the failing step's command
 * @param cause completes "failed to build (app): "; absent when it succeeded
 * @param log last lines of the failing step, oldest first
 * @param attestations about the built image; absent when it failed
 * @param stepSpans who writes the spans of the steps
 * @param steps in the order in which they began, the first few hundred of them
 */
public record BuildResult(
        int schema,
        String deploymentId,
        String buildId,
        String builder,
        @Nullable String appDigest,
        @Nullable String runDigest,
        @Nullable String failedStep,
        @Nullable String place,
        @Nullable Integer exitCode,
        @Nullable String cause,
        @Nullable String hint,
        List<String> log,
        @Nullable Attestations attestations,
        StepSpans stepSpans,
        List<BuildStep> steps) {
    public BuildResult {
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(buildId, "buildId");
        Objects.requireNonNull(builder, "builder");
        log = List.copyOf(log);
        Objects.requireNonNull(stepSpans, "stepSpans");
        steps = List.copyOf(steps);
    }

    /** Says whether the build made an image. */
    public boolean succeeded() {
        return appDigest != null && runDigest != null;
    }
}

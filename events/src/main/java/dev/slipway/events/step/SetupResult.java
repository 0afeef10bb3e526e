package dev.slipway.events.step;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What setup found.
 *
 * @param planKey object key of the build plan
 * @param repository name of the image repository
 * @param imageTag immutable tag of the image to build, {@code <app>-<deploymentId>}
 * @param buildTimeoutMinutes how long the build may take
 * @param cacheTags tags of layer caches: the build reads all of them and writes that of the first
 */
public record SetupResult(
        String stack,
        @Nullable String stackVersion,
        String rule,
        String planKey,
        String repository,
        String imageTag,
        int buildTimeoutMinutes,
        List<String> cacheTags) {
    public SetupResult {
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(planKey, "planKey");
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(imageTag, "imageTag");
        cacheTags = List.copyOf(cacheTags);
    }
}

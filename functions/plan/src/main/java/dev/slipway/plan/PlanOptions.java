package dev.slipway.plan;

import dev.slipway.plan.limits.Platforms;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deploy besides its source.
 *
 * @param app name of the app; part of the ids of cache mounts
 * @param buildArgs build arguments given to this deploy; they win over those of slipway.toml
 * @param architecture of the pipeline, {@code x86_64} or {@code arm64}; absent where it is not known
 */
public record PlanOptions(
        String app, Map<String, String> buildArgs, @Nullable String architecture) {
    public PlanOptions {
        buildArgs = Map.copyOf(buildArgs);
        if (architecture != null) {
            Platforms.ofArchitecture(architecture);
        }
    }
}

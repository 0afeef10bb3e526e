package dev.slipway.plan;

import dev.slipway.events.AppName;
import dev.slipway.plan.limits.Platforms;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.toml.SlipwayToml;
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
        AppName.require(app);
        buildArgs = Map.copyOf(buildArgs);
        for (String name : buildArgs.keySet()) {
            if (!SlipwayToml.isBuildArgument(name)) {
                throw new PlanException(
                        "\"" + name + "\" is no name of a build argument", "use letters, digits and underscores");
            }
        }
        if (architecture != null) {
            Platforms.ofArchitecture(architecture);
        }
    }
}

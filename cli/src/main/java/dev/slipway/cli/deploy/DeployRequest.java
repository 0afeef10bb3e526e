package dev.slipway.cli.deploy;

import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.state.EnvironmentEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deployed.
 *
 * @param env variables to set from this version on
 * @param buildArgs build arguments of this deploy
 * @param follow whether to follow the workflow to its end
 */
public record DeployRequest(
        String pipeline,
        String app,
        SourceFolder source,
        Map<String, EnvironmentEntry> env,
        Map<String, String> buildArgs,
        @Nullable String message,
        boolean follow) {
    public DeployRequest {
        env = Map.copyOf(env);
        buildArgs = Map.copyOf(buildArgs);
    }
}

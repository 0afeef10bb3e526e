package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.image.Image;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function version as it runs.
 *
 * @param key unlike for any two that differ in code or configuration
 * @param role ARN of what it runs as
 * @param environment the function's variables
 */
public record AppVersion(
        String function,
        String version,
        String key,
        String role,
        Image image,
        Overrides overrides,
        Map<String, String> environment,
        int timeoutSeconds,
        int memoryMb,
        String logGroup) {

    public AppVersion {
        environment = Map.copyOf(environment);
    }

    /** What ImageConfig of the function sets in place of the image's own; null keeps that. */
    public record Overrides(
            @Nullable List<String> entrypoint,
            @Nullable List<String> command,
            @Nullable String workingDirectory) {
        /** Keeps all of the image. */
        public static final Overrides NONE = new Overrides(null, null, null);
    }

    /** Entry point, then command, as an engine would run them. */
    List<String> entrypoint() {
        List<String> own = overrides.entrypoint();
        return own == null ? image.config().entrypoint() : own;
    }

    List<String> command() {
        List<String> own = overrides.command();
        if (own != null) {
            return own;
        }
        // As with docker run --entrypoint, a new entry point drops the image's command.
        return overrides.entrypoint() == null ? image.config().command() : List.of();
    }

    String workingDirectory() {
        String own = overrides.workingDirectory();
        String directory = own == null ? image.config().workingDirectory() : own;
        return directory.isEmpty() ? "/" : directory;
    }

    /** Variables that Lambda sets for every function. */
    Map<String, String> lambdaVariables() {
        return Map.of(
                "AWS_LAMBDA_FUNCTION_NAME", function,
                "AWS_LAMBDA_FUNCTION_VERSION", version,
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(memoryMb),
                "AWS_LAMBDA_LOG_GROUP_NAME", logGroup,
                "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    }
}

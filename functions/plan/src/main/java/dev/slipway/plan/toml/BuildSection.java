package dev.slipway.plan.toml;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code [build]}: how the image is built.
 *
 * @param dockerfile path below the context
 * @param target stage to build
 * @param args build arguments
 * @param platform {@code linux/amd64} or {@code linux/arm64}
 * @param context folder below the root of the source
 * @param include patterns of files to pack although an ignore rule leaves them out
 * @param exclude patterns of files to leave out
 * @param secrets name of a secret mount to the name of the app's variable that holds its value
 */
public record BuildSection(
        @Nullable String dockerfile,
        @Nullable String target,
        Map<String, String> args,
        @Nullable String platform,
        String context,
        List<String> include,
        List<String> exclude,
        Map<String, String> secrets) {
    public BuildSection {
        args = Map.copyOf(args);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        secrets = Map.copyOf(secrets);
    }
}

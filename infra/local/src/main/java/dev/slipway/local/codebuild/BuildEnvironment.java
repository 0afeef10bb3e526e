package dev.slipway.local.codebuild;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.SessionToken;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of a build.
 *
 * @see <a href="https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html">Environment
 *     variables in build environments</a>
 */
final class BuildEnvironment {
    private final HostSettings host;
    private final String region;

    BuildEnvironment(HostSettings host, String region) {
        this.host = host;
        this.region = region;
    }

    /** The variable that only the processes of one build have. */
    static String marker(Build build) {
        return "CODEBUILD_BUILD_ID=" + build.id();
    }

    Map<String, String> of(BuildOrder order, Buildspec buildspec, Path scratch, Path source) throws BuildProblem {
        Map<String, String> all = new LinkedHashMap<>(host.environment());
        all.put("HOME", scratch.resolve("home").toString());
        // Whatever a build leaves in its temporary folder goes with the build's own.
        all.put("TMPDIR", scratch.resolve("tmp").toString());
        all.putAll(buildspec.variables());
        plain(order.project().environment(), all);
        plain(order.overrides(), all);
        all.putAll(credentials(order.project().role()));
        Build build = order.build();
        all.put("AWS_REGION", region);
        all.put("AWS_DEFAULT_REGION", region);
        all.put("CI", "true");
        all.put("CODEBUILD_CI", "true");
        all.put("CODEBUILD_BUILD_ID", build.id());
        all.put("CODEBUILD_BUILD_ARN", build.arn());
        all.put("CODEBUILD_BUILD_IMAGE", order.project().image());
        all.put("CODEBUILD_BUILD_NUMBER", build.snapshot().path("buildNumber").asText());
        all.put("CODEBUILD_BUILD_SUCCEEDING", "1");
        all.put("CODEBUILD_INITIATOR", build.snapshot().path("initiator").asText());
        all.put("CODEBUILD_LOG_PATH", build.uuid());
        all.put("CODEBUILD_RESOLVED_SOURCE_VERSION", "");
        all.put("CODEBUILD_SOURCE_REPO_URL", order.project().source());
        all.put("CODEBUILD_SRC_DIR", source.toString());
        all.put("CODEBUILD_START_TIME", Long.toString(Math.round(build.startTime() * 1000)));
        return all;
    }

    private static void plain(Iterable<EnvironmentVariable> variables, Map<String, String> into) throws BuildProblem {
        for (EnvironmentVariable variable : variables) {
            if (!variable.type().equals(EnvironmentVariable.PLAINTEXT)) {
                throw BuildProblem.failed(
                        "CLIENT_ERROR",
                        "variable %s: the local cloud has no %s".formatted(variable.name(), variable.type()));
            }
            into.put(variable.name(), variable.value());
        }
    }

    private static Map<String, String> credentials(Principal role) {
        return Map.of(
                "AWS_ACCESS_KEY_ID", role.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", role.secretAccessKey(),
                "AWS_SESSION_TOKEN", SessionToken.of(role));
    }
}

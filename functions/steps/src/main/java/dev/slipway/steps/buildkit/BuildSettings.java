package dev.slipway.steps.buildkit;

import dev.slipway.events.Codec;
import dev.slipway.events.Stage;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Source;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow tells a build, in SLIPWAY_* variables.
 *
 * @param imageTag immutable tag of the image
 * @param cacheTags tags of layer caches: that of the first is written, all are read
 * @param buildId of CodeBuild
 * @param adapterImage image that has the web adapter; null where none is added
 * @param scannerImage image that lists what is in an image; null where none is asked for
 */
record BuildSettings(
        String app,
        String deploymentId,
        Source source,
        String planKey,
        String repositoryUri,
        String imageTag,
        List<String> cacheTags,
        @Nullable String environmentRevision,
        String buildId,
        @Nullable String adapterImage,
        @Nullable String scannerImage) {

    static BuildSettings of(StepRuntime runtime) {
        return new BuildSettings(
                runtime.setting("SLIPWAY_APP"),
                runtime.setting("SLIPWAY_DEPLOYMENT_ID"),
                Codec.read(runtime.setting("SLIPWAY_SOURCE"), Source.class),
                runtime.setting("SLIPWAY_PLAN_KEY"),
                runtime.setting("SLIPWAY_REPOSITORY_URI"),
                runtime.setting("SLIPWAY_IMAGE_TAG"),
                List.of(runtime.setting("SLIPWAY_CACHE_TAGS").split(" ", -1)),
                runtime.optional("SLIPWAY_ENVIRONMENT_REVISION"),
                runtime.setting("CODEBUILD_BUILD_ID"),
                runtime.optional("SLIPWAY_ADAPTER_IMAGE"),
                runtime.optional("SLIPWAY_SCANNER_IMAGE"));
    }

    /** Returns the image by its immutable tag. */
    String image() {
        return image(imageTag);
    }

    String image(String tag) {
        return repositoryUri + ":" + tag;
    }

    /** Returns the values of the plan's secret mounts by the id of the mount. */
    Map<String, String> secrets(BuildPlan plan, Bucket bucket) {
        if (plan.secrets().isEmpty()) {
            return Map.of();
        }
        Map<String, EnvironmentEntry> environment = environmentRevision == null
                ? Map.of()
                : bucket.read(Keys.environment(app, environmentRevision), EnvironmentRecord.class)
                        .map(record -> record.value().entries())
                        .orElse(Map.of());
        Map<String, String> secrets = new TreeMap<>();
        plan.secrets().forEach((id, variable) -> secrets.put(id, value(environment, id, variable)));
        return secrets;
    }

    private static String value(Map<String, EnvironmentEntry> environment, String id, String variable) {
        EnvironmentEntry entry = environment.get(variable);
        if (entry == null || !entry.sensitive()) {
            throw new StepException(
                    Stage.BUILDKIT,
                    "secret " + id + " needs variable " + variable + ", which the app does not have as a sensitive one",
                    "set it with: slipway deploy --env-file, or slipway env set --sensitive " + variable);
        }
        return entry.value();
    }
}

package dev.slipway.steps.buildkit;

import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.BuildResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.source.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The whole of a build, as buildspec.yml runs it: fetch, build, report.
 *
 * <p>Everything comes in variables, the result goes to the bucket. The exit code is that of the build, so CodeBuild's
 * own status agrees with the result.
 */
public final class Main {

    private Main() {}

    /** Runs one build and exits with 0 when it made an image. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(System.getenv()) ? 0 : 1);
    }

    private static boolean run(Map<String, String> environment) throws IOException, InterruptedException {
        StepRuntime runtime = new StepRuntime(environment);
        BuildSettings settings = BuildSettings.of(runtime);
        Bucket bucket = runtime.bucket();
        BuildLog log = new BuildLog(System.out);
        try (Workspace workspace = Workspace.create(environment)) {
            BuildResult result = build(runtime, settings, bucket, log, workspace);
            upload(runtime, settings, log.progress());
            bucket.put(Keys.buildResult(settings.app(), settings.deploymentId()), result);
            return result.succeeded();
        }
    }

    private static BuildResult build(
            StepRuntime runtime, BuildSettings settings, Bucket bucket, BuildLog log, Workspace workspace)
            throws IOException, InterruptedException {
        Builder builder = Builders.choose(runtime, settings);
        try {
            BuildPlan plan = bucket.read(settings.planKey(), BuildPlan.class)
                    .orElseThrow(() -> new IOException("the build plan " + settings.planKey() + " is gone"))
                    .value();
            new SourceFetch(runtime.clients().build(S3Client.builder(), "S3"), bucket.name(), Limits.of(runtime))
                    .fetch(settings.source(), workspace.source());
            Path dockerfile = workspace.dockerfile(plan);
            Builder.Request request = new Builder.Request(
                    plan,
                    workspace.context(plan),
                    dockerfile,
                    settings.image(),
                    settings.secrets(plan, bucket),
                    workspace.scratch());
            return log.result(settings, builder.name(), builder.build(request, log));
        } catch (StepException e) {
            return log.failure(
                    settings, builder.name(), e.error().cause(), e.error().hint());
        } catch (IOException e) {
            return log.failure(settings, builder.name(), String.valueOf(e.getMessage()), null);
        }
    }

    private static void upload(StepRuntime runtime, BuildSettings settings, String progress) {
        runtime.clients()
                .build(S3Client.builder(), "S3")
                .putObject(
                        call -> call.bucket(runtime.setting("SLIPWAY_BUCKET"))
                                .key(Keys.buildProgress(settings.app(), settings.deploymentId()))
                                .contentType("application/jsonl"),
                        software.amazon.awssdk.core.sync.RequestBody.fromString(progress));
    }
}

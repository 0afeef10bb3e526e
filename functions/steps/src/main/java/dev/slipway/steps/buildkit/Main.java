package dev.slipway.steps.buildkit;

import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.StepSpans;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.buildkit.progress.Blame;
import dev.slipway.steps.buildkit.progress.BuildLog;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.source.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The whole of a build, as buildspec.yml runs it: fetch, build, report.
 *
 * <p>Everything comes in variables, the result goes to the bucket. The exit code is that of the build, so CodeBuild's
 * own status agrees with the result.
 */
public final class Main {
    private final Map<String, String> environment;
    private final StepRuntime runtime;
    private final CompletableFuture<S3Client> s3;
    private final BuildSettings settings;
    private final ImageRepository registry;
    private final BuildLog log;
    private CompletableFuture<Void> uploading = CompletableFuture.completedFuture(null);

    private Main(Map<String, String> environment) {
        this.environment = environment;
        this.runtime = new StepRuntime(untraced(environment));
        // This process is always new, and its build waits: what takes long begins side by side.
        this.s3 = CompletableFuture.supplyAsync(() -> runtime.clients().build(S3Client.builder(), "S3"));
        this.settings = BuildSettings.of(runtime);
        this.registry = new ImageRepository(
                () -> runtime.clients().build(EcrClient.builder(), "ECR"), settings.repositoryUri());
        this.log = new BuildLog(System.out, Clock.systemUTC());
    }

    /** Runs one build and exits with 0 when it made an image. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(new Main(System.getenv()).run() ? 0 : 1);
    }

    /** The trace of a build is BuildKit's; the few calls of this process are not worth the SDK's start. */
    private static Map<String, String> untraced(Map<String, String> environment) {
        Map<String, String> untraced = new HashMap<>(environment);
        untraced.keySet().removeIf(name -> name.startsWith("OTEL_"));
        return untraced;
    }

    private boolean run() throws IOException, InterruptedException {
        try (Workspace workspace = Workspace.create(environment)) {
            BuildResult result = build(workspace);
            bucket().put(Keys.buildResult(settings.app(), settings.deploymentId()), result);
            uploading.join();
            return result.succeeded();
        }
    }

    private BuildResult build(Workspace workspace) throws InterruptedException {
        @Nullable Builder builder = null;
        try {
            builder = new Builders(environment).choose(runtime, settings, registry);
            return build(builder, workspace);
        } catch (StepException e) {
            return failure(builder, blame(e.error().cause(), e.error().hint()));
        } catch (IOException | RuntimeException e) {
            return failure(builder, blame(Objects.requireNonNullElse(e.getMessage(), e.toString()), null));
        }
    }

    private BuildResult build(Builder builder, Workspace workspace) throws IOException, InterruptedException {
        builder.prepare(workspace.scratch());
        Bucket bucket = bucket();
        BuildPlan plan = bucket.read(settings.planKey(), BuildPlan.class)
                .orElseThrow(() -> new IOException("the build plan " + settings.planKey() + " is gone"))
                .value();
        new SourceFetch(s3.join(), bucket.name(), Limits.of(runtime)).fetch(settings.source(), workspace.source());
        Path dockerfile = workspace.dockerfile(plan);
        log.dockerfile(
                plan.dockerfile() == null ? "generated Dockerfile" : plan.dockerfile(), Files.readString(dockerfile));
        Map<String, String> secrets = settings.secrets(plan, bucket);
        log.mask(secrets.values());
        Builder.Request request =
                new Builder.Request(plan, workspace.context(plan), dockerfile, secrets, workspace.scratch());
        Builder.Outcome outcome = builder.build(request, log);
        // Its records are whole, and leave while what was pushed is looked at.
        uploading = CompletableFuture.runAsync(this::uploadProgress);
        if (outcome instanceof Builder.Outcome.Built built) {
            return success(builder, built);
        }
        return failure(builder, ((Builder.Outcome.Failed) outcome).blame());
    }

    private BuildResult success(Builder builder, Builder.Outcome.Built built) throws IOException {
        Attesting.Image image = new Attesting(registry, settings).take(builder.name(), built, log);
        image.attestations().missing().forEach(log::note);
        String runDigest = Objects.requireNonNullElse(built.adaptedDigest(), image.digest());
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder.name(),
                image.digest(),
                runDigest,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                image.attestations(),
                builder.stepSpans(),
                log.steps());
    }

    private BuildResult failure(@Nullable Builder builder, Blame blame) {
        log.note("ERROR: failed to build " + settings.app() + ": " + blame.cause());
        return new BuildResult(
                1,
                settings.deploymentId(),
                settings.buildId(),
                builder == null ? "none" : builder.name(),
                null,
                null,
                blame.step(),
                blame.place(),
                blame.exitCode(),
                blame.cause(),
                hint(blame),
                blame.log(),
                null,
                builder == null ? StepSpans.RECORD_OUTCOME : builder.stepSpans(),
                log.steps());
    }

    private String hint(Blame blame) {
        String output = "its whole output: slipway logs " + settings.app() + " --build " + settings.deploymentId();
        return blame.hint() == null ? "see " + output : blame.hint() + "; " + output;
    }

    private Bucket bucket() {
        return new Bucket(s3.join(), runtime.setting("SLIPWAY_BUCKET"));
    }

    private static Blame blame(String cause, @Nullable String hint) {
        return new Blame(null, null, null, cause, hint, List.of());
    }

    private void uploadProgress() {
        s3.join()
                .putObject(
                        call -> call.bucket(runtime.setting("SLIPWAY_BUCKET"))
                                .key(Keys.buildProgress(settings.app(), settings.deploymentId()))
                                .contentType("application/jsonl"),
                        RequestBody.fromString(log.progress()));
    }
}

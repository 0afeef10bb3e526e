package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.step.StepSpans;
import dev.slipway.steps.buildkit.progress.Blame;
import dev.slipway.steps.buildkit.progress.BuildLog;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs build.sh, which drives BuildKit through docker or buildctl.
 *
 * <p>Values reach the script in variables and files, never in its text. Secrets are files that only this user can read.
 */
final class ScriptBuilder implements Builder {
    private static final String APP = "app";
    private static final String ADAPTED = "adapted";
    private static final String SCANNED = "scanned";

    private final String name;
    private final BuildSettings settings;
    private final ImageRepository registry;
    private final ScriptRun run;
    private final Docker docker;
    private final SpanExport export;
    private final PullAdvice advice;
    private @Nullable CompletableFuture<Prepared> preparing;
    private StepSpans stepSpans = StepSpans.RECORD_OUTCOME;

    ScriptBuilder(
            String name,
            BuildSettings settings,
            ImageRepository registry,
            Map<String, String> environment,
            ScriptRun run) {
        this.name = name;
        this.settings = settings;
        this.registry = registry;
        this.run = run;
        this.docker = new Docker(environment);
        this.export = new SpanExport(environment);
        this.advice = new PullAdvice(environment.containsKey("SLIPWAY_BUILDER"));
    }

    /** What a build needs besides its source. */
    private record Prepared(Path dockerConfig, Set<String> caches, StepSpans stepSpans) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public StepSpans stepSpans() {
        return stepSpans;
    }

    @Override
    public void prepare(Path scratch) {
        preparing = CompletableFuture.supplyAsync(() -> {
            try {
                return new Prepared(registry.login(scratch), registry.existing(settings.cacheTags()), export.of(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public Outcome build(Request request, BuildLog log) throws IOException, InterruptedException {
        Prepared prepared = prepared();
        stepSpans = prepared.stepSpans();
        ProcessBuilder script = new ProcessBuilder("bash", "build.sh").redirectErrorStream(true);
        Map<String, String> environment = script.environment();
        environment.keySet().removeIf(this::isOfATraceThatIsNotForTheBuilder);
        environment.putAll(variables(request, prepared));
        writeArgs(request, environment);
        writeSecrets(request);
        ScriptRun.End end = run.run(script, log);
        Optional<String> digest = digest(request, APP);
        Optional<String> adapted = digest(request, ADAPTED);
        if (digest.isPresent() && (settings.adapterImage() == null || adapted.isPresent())) {
            return new Outcome.Built(
                    digest.get(), adapted.orElse(null), digest(request, SCANNED).orElse(null));
        }
        Blame blame = end.late() ? log.late(run.limit()) : log.blame(end.exitCode());
        return new Outcome.Failed(advice.advise(blame, Files.readString(request.dockerfile())));
    }

    private Prepared prepared() throws IOException {
        try {
            return Objects.requireNonNull(preparing, "preparing").join();
        } catch (CompletionException e) {
            throw new IOException(
                    "the registry does not answer: "
                            + Objects.requireNonNull(e.getCause()).getMessage(),
                    e);
        }
    }

    /** Without a parent nothing is traced. Our own daemon keeps its exporter: with other settings it would be another one. */
    private boolean isOfATraceThatIsNotForTheBuilder(String variable) {
        return stepSpans == StepSpans.RECORD_OUTCOME
                && (variable.equals("TRACEPARENT")
                        || variable.equals("TRACESTATE")
                        || (variable.startsWith("OTEL_") && !name.equals("buildx")));
    }

    /** An index with attestations gets a tag of its own: the app's tag is for the image in it, which Lambda takes. */
    private boolean attests() {
        return !name.equals("docker");
    }

    private static Optional<String> digest(Request request, String solve) throws IOException {
        Path metadata = request.scratch().resolve(solve + ".json");
        if (!Files.exists(metadata)) {
            return Optional.empty();
        }
        JsonNode digest = Codec.parse(Files.readString(metadata)).path("containerimage.digest");
        return digest.isTextual() ? Optional.of(digest.asText()) : Optional.empty();
    }

    private Map<String, String> variables(Request request, Prepared prepared) throws IOException {
        BuildPlan plan = request.plan();
        Map<String, String> variables = new HashMap<>();
        variables.put("SLIPWAY_BUILDER_NAME", name);
        docker.buildx().ifPresent(buildx -> variables.put("SLIPWAY_BUILDX", buildx.toString()));
        variables.put("SLIPWAY_SCRATCH", request.scratch().toString());
        variables.put("SLIPWAY_CONTEXT", request.context().toString());
        variables.put("SLIPWAY_DOCKERFILE", request.dockerfile().toString());
        variables.put("SLIPWAY_TARGET", Objects.requireNonNullElse(plan.target(), ""));
        variables.put("SLIPWAY_PLATFORM", Objects.requireNonNullElse(plan.platform(), ""));
        String tag = settings.imageTag();
        variables.put("SLIPWAY_IMAGE", settings.image(attests() ? "attested-" + tag : tag));
        variables.put("SLIPWAY_ADAPTED_IMAGE", settings.image("adapted-" + tag));
        variables.put("SLIPWAY_SCANNED_IMAGE", settings.image("scanned-" + tag));
        variables.put(
                "SLIPWAY_CACHE_FROM",
                prepared.caches().stream().map(settings::image).collect(Collectors.joining(" ")));
        variables.put("SLIPWAY_CACHE_TO", settings.image(settings.cacheTags().get(0)));
        variables.put("DOCKER_CONFIG", prepared.dockerConfig().toString());
        return variables;
    }

    /**
     * Writes the build arguments, with a zero byte after each, and gives their values in variables, where no process list
     * shows them; but an argument called PATH must not become that of the script.
     */
    private static void writeArgs(Request request, Map<String, String> environment) throws IOException {
        StringBuilder args = new StringBuilder();
        request.plan().args().forEach((arg, value) -> {
            boolean taken = environment.putIfAbsent(arg, value) != null;
            args.append(arg).append(taken ? "=" + value : "").append('\0');
        });
        Files.writeString(request.scratch().resolve("args"), args);
    }

    private static void writeSecrets(Request request) throws IOException {
        Path secrets = Files.createDirectory(request.scratch().resolve("secrets"));
        for (Map.Entry<String, String> secret : request.secrets().entrySet()) {
            Workspace.writePrivately(secrets.resolve(secret.getKey()), secret.getValue());
        }
    }
}

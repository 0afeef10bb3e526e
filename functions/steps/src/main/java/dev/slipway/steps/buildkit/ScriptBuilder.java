package dev.slipway.steps.buildkit;

import dev.slipway.events.Codec;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.steps.handler.StepRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs build.sh, which drives BuildKit through docker or buildctl.
 *
 * <p>Values reach the script in variables and files, never in its text. Build arguments are variables named
 * {@code SLIPWAY_ARG_<name>}, secrets files that only this user can read.
 */
final class ScriptBuilder implements Builder {
    private final String name;
    private final StepRuntime runtime;
    private final BuildSettings settings;

    ScriptBuilder(String name, StepRuntime runtime, BuildSettings settings) {
        this.name = name;
        this.runtime = runtime;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> build(Request request, BuildLog log) throws IOException, InterruptedException {
        Path metadata = request.scratch().resolve("metadata.json");
        ProcessBuilder script = new ProcessBuilder("bash", "build.sh").redirectErrorStream(true);
        fill(script.environment(), request, metadata);
        log.dockerfile(Files.readString(request.dockerfile()));
        PlainProgress plain = new PlainProgress(Clock.systemUTC());
        Process process = script.start();
        process.getOutputStream().close();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                // The docker client without buildx knows no records.
                if (name.equals("docker")) {
                    plain.read(line).forEach(log::line);
                } else {
                    log.line(line);
                }
            }
        }
        int exit = process.waitFor();
        if (exit != 0 || !Files.exists(metadata)) {
            log.exited(exit);
            return Optional.empty();
        }
        return Optional.of(Codec.parse(Files.readString(metadata))
                .path("containerimage.digest")
                .asText());
    }

    private void fill(Map<String, String> environment, Request request, Path metadata) throws IOException {
        BuildPlan plan = request.plan();
        environment.put("SLIPWAY_BUILDER_NAME", name);
        environment.put("SLIPWAY_CONTEXT", request.context().toString());
        environment.put("SLIPWAY_DOCKERFILE", request.dockerfile().toString());
        environment.put("SLIPWAY_IMAGE", request.image());
        environment.put("SLIPWAY_CACHE_IMAGE", settings.repositoryUri() + ":cache-" + settings.app());
        environment.put("SLIPWAY_SCRATCH", request.scratch().toString());
        environment.put("SLIPWAY_METADATA_FILE", metadata.toString());
        put(environment, "SLIPWAY_TARGET", plan.target());
        put(environment, "SLIPWAY_PLATFORM", plan.platform());
        environment.put(
                "DOCKER_CONFIG",
                new RegistryLogin(runtime)
                        .write(request.scratch(), request.image())
                        .toString());
        Path secrets = Files.createDirectory(request.scratch().resolve("secrets"));
        for (Map.Entry<String, String> secret : request.secrets().entrySet()) {
            Workspace.writePrivately(secrets.resolve(secret.getKey()), secret.getValue());
        }
        environment.put("SLIPWAY_SECRETS", secrets.toString());
        StringBuilder names = new StringBuilder();
        plan.args().forEach((arg, value) -> {
            environment.put(arg, value);
            names.append(arg).append('\n');
        });
        Path args = request.scratch().resolve("args");
        Files.writeString(args, names);
        environment.put("SLIPWAY_ARGS", args.toString());
    }

    private static void put(Map<String, String> environment, String variable, @Nullable String value) {
        environment.put(variable, Objects.requireNonNullElse(value, ""));
    }
}

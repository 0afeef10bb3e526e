package dev.slipway.steps.buildkit;

import dev.slipway.events.Stage;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Chooses the builder: the one that SLIPWAY_BUILD_WITH names, else BuildKit where one can be reached, in the order of
 * preference, else the embedded one.
 */
final class Builders {
    /** Of the adapter and of an SBOM: neither may keep a deploy waiting for long. */
    private static final Duration MOST_OF_AN_EXTRA = Duration.ofMinutes(2);

    private static final int SECONDS_TO_ANSWER = 10;
    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    private final Map<String, String> environment;
    private final Optional<Process> engine;
    private final Optional<Process> buildx;

    /** Begins to look for a builder: asking an engine takes as long as all else that a build begins with. */
    Builders(Map<String, String> environment) {
        this.environment = environment;
        boolean ask = !has("SLIPWAY_BUILD_WITH")
                && !has("BUILDKIT_HOST")
                && (has("DOCKER_HOST") || Files.exists(DEFAULT_SOCKET));
        engine = ask ? start("docker", "version", "--format", "{{.Server.Version}}") : Optional.empty();
        buildx = ask ? start("docker", "buildx", "version") : Optional.empty();
    }

    Builder choose(StepRuntime runtime, BuildSettings settings) throws InterruptedException {
        String wanted = runtime.optional("SLIPWAY_BUILD_WITH");
        String name = wanted == null ? find() : wanted;
        return switch (name) {
            case "buildctl", "buildx", "docker" ->
                new ScriptBuilder(
                        name,
                        settings,
                        runtime,
                        environment,
                        new ScriptRun(
                                Deadline.of(environment, Clock.systemUTC()), MOST_OF_AN_EXTRA, Clock.systemUTC()));
            case "embedded" ->
                new EmbeddedBuilder(
                        runtime.setting("SLIPWAY_BUILDER"), runtime.setting("SLIPWAY_BUILDER_TOKEN"), settings.image());
            default ->
                throw new StepException(
                        Stage.BUILDKIT,
                        "there is no builder \"" + name + "\"",
                        "set SLIPWAY_BUILD_WITH to buildctl, buildx, docker or embedded, or not at all");
        };
    }

    private String find() throws InterruptedException {
        if (has("BUILDKIT_HOST")) {
            return "buildctl";
        }
        if (succeeds(engine)) {
            return succeeds(buildx) ? "buildx" : "docker";
        }
        if (has("SLIPWAY_BUILDER")) {
            return "embedded";
        }
        throw new StepException(
                Stage.BUILDKIT,
                "there is no builder: no BUILDKIT_HOST and no Docker engine",
                "start a Docker engine, or set BUILDKIT_HOST to a buildkitd");
    }

    private boolean has(String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    private static Optional<Process> start(String... command) {
        try {
            return Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException noDocker) {
            return Optional.empty();
        }
    }

    private static boolean succeeds(Optional<Process> started) throws InterruptedException {
        if (started.isEmpty()) {
            return false;
        }
        Process process = started.get();
        if (!process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}

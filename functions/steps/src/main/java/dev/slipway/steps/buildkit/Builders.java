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
import java.util.concurrent.TimeUnit;

/**
 * Chooses the builder: the one that SLIPWAY_BUILD_WITH names, else BuildKit where one can be reached, in the order of
 * preference, else the embedded one.
 */
final class Builders {
    /** Of the adapter and of an SBOM: neither may keep a deploy waiting for long. */
    private static final Duration MOST_OF_AN_EXTRA = Duration.ofMinutes(2);

    private static final Path DEFAULT_SOCKET = Path.of("/var/run/docker.sock");

    private Builders() {}

    static Builder choose(StepRuntime runtime, Map<String, String> environment, BuildSettings settings)
            throws InterruptedException {
        String wanted = runtime.optional("SLIPWAY_BUILD_WITH");
        String name = wanted == null ? find(runtime) : wanted;
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

    private static String find(StepRuntime runtime) throws InterruptedException {
        if (runtime.optional("BUILDKIT_HOST") != null) {
            return "buildctl";
        }
        if (hasEngine(runtime)) {
            return succeeds("docker", "buildx", "version") ? "buildx" : "docker";
        }
        if (runtime.optional("SLIPWAY_BUILDER") != null) {
            return "embedded";
        }
        throw new StepException(
                Stage.BUILDKIT,
                "there is no builder: no BUILDKIT_HOST and no Docker engine",
                "start a Docker engine, or set BUILDKIT_HOST to a buildkitd");
    }

    /** Asks for an engine only where one may be: starting the client costs more than a look at its socket. */
    private static boolean hasEngine(StepRuntime runtime) throws InterruptedException {
        return (runtime.optional("DOCKER_HOST") != null || Files.exists(DEFAULT_SOCKET))
                && succeeds("docker", "version", "--format", "{{.Server.Version}}");
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.slipway.steps.buildkit;

import dev.slipway.events.Stage;
import dev.slipway.steps.buildkit.registry.ImageRepository;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * Chooses the builder: the one that SLIPWAY_BUILD_WITH names, else BuildKit where one can be reached, in the order of
 * preference, else the embedded one.
 */
final class Builders {
    /** Of the adapter and of an SBOM: neither may keep a deploy waiting for long. */
    private static final Duration MOST_OF_AN_EXTRA = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final Docker docker;

    Builders(Map<String, String> environment) {
        this.environment = environment;
        this.docker = new Docker(environment);
    }

    Builder choose(StepRuntime runtime, BuildSettings settings, ImageRepository registry) {
        String wanted = runtime.optional("SLIPWAY_BUILD_WITH");
        String name = wanted == null ? find() : wanted;
        return switch (name) {
            case "buildctl", "buildx", "docker" ->
                new ScriptBuilder(
                        name,
                        settings,
                        registry,
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

    private String find() {
        if (has("BUILDKIT_HOST")) {
            return "buildctl";
        }
        boolean buildx = docker.buildx().isPresent();
        if ((buildx || docker.hasCommand()) && docker.answers()) {
            return buildx ? "buildx" : "docker";
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
}

package dev.slipway.steps.buildkit;

import dev.slipway.events.Codec;
import dev.slipway.steps.handler.StepRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Writes the registry's credentials where docker and buildctl look for them; not on a command line, where all can read. */
final class RegistryLogin {
    private final StepRuntime runtime;

    RegistryLogin(StepRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns the folder to name in DOCKER_CONFIG. */
    Path write(Path scratch, String image) throws IOException {
        String token;
        try (EcrClient ecr = runtime.clients().build(EcrClient.builder(), "ECR")) {
            token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
        }
        Path folder = Files.createDirectory(scratch.resolve("docker"));
        String registry = image.substring(0, image.indexOf('/'));
        Workspace.writePrivately(
                folder.resolve("config.json"), Codec.write(Map.of("auths", Map.of(registry, Map.of("auth", token)))));
        return folder;
    }
}

package dev.slipway.steps.buildkit.registry;

import dev.slipway.events.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Writes the registry's credentials where docker and buildctl look for them; not on a command line, where all can read. */
public final class RegistryLogin {
    private static final String CONFIG = "config.json";

    private RegistryLogin() {}

    /**
     * Writes them.
     *
     * @param parent folder that the new one is in
     * @param image whose registry it is
     * @return the folder to name in DOCKER_CONFIG
     */
    public static Path write(EcrClient ecr, Path parent, String image) throws IOException {
        String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
        Path folder = Files.createDirectory(parent.resolve("docker"));
        Path file = Files.createFile(
                folder.resolve(CONFIG),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String registry = image.substring(0, image.indexOf('/'));
        String config = Codec.write(Map.of("auths", Map.of(registry, Map.of("auth", token))));
        Files.write(file, config.getBytes(StandardCharsets.UTF_8));
        return folder;
    }
}

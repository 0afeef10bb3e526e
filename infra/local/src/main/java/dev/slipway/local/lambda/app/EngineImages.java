package dev.slipway.local.lambda.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.lambda.image.DockerArchive;
import dev.slipway.local.lambda.image.Image;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives images to the engine. It pulls them from the registry, so that layers which it has stay where they are; an engine
 * that cannot reach this machine's loopback, such as one in a virtual machine, is handed the whole image.
 */
public final class EngineImages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerArchive archives;
    private final Optional<Registry> registry;

    /**
     * Where the engine pulls from.
     *
     * @param host and port
     * @param authorization base 64 of user and password; asked for at each pull
     */
    public record Registry(String host, Supplier<String> authorization) {}

    public EngineImages(DockerArchive archives, Optional<Registry> registry) {
        this.archives = archives;
        this.registry = registry;
    }

    /** Returns once the engine has the image under a tag. */
    void provide(Image image, String tag) throws IOException {
        if (DockerCall.run("image", "inspect", "--format", "{{.Id}}", tag).succeeded()) {
            return;
        }
        if (registry.isPresent() && pull(registry.get(), image, tag)) {
            return;
        }
        Process load = DockerCall.start("load", "--quiet");
        try (OutputStream archive = load.getOutputStream()) {
            archives.write(image, tag, archive);
        }
        DockerCall loaded = DockerCall.finish(load);
        if (!loaded.succeeded()) {
            throw new IOException("docker load failed: " + loaded.output().strip());
        }
    }

    private static boolean pull(Registry registry, Image image, String tag) throws IOException {
        String reference = registry.host() + "/" + image.repository() + "@" + image.digest();
        // Credentials in a folder of their own: they are no business of the user's docker configuration.
        Path folder = Files.createTempDirectory("slipway-pull-");
        try {
            String authorization = registry.authorization().get();
            JSON.writeValue(
                    folder.resolve("config.json").toFile(),
                    Map.of("auths", Map.of(registry.host(), Map.of("auth", authorization))));
            // Without the user's configuration the client may speak to another engine; then there is nothing to tag.
            if (!DockerCall.run("--config", folder.toString(), "pull", "--quiet", reference)
                    .succeeded()) {
                return false;
            }
            boolean tagged = DockerCall.run("tag", reference, tag).succeeded();
            // The tag keeps the image; the name that it was pulled by would keep it for ever.
            if (tagged) {
                DockerCall.run("image", "rm", reference);
            } else {
                DockerCall.run("--config", folder.toString(), "image", "rm", reference);
            }
            return tagged;
        } finally {
            WholeFile.removeTree(folder);
        }
    }
}

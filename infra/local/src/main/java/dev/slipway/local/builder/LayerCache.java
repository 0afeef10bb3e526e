package dev.slipway.local.builder;

import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Remembers which compressed layer came of which tar. It holds names only: the layers themselves are in the registry,
 * which is asked whether it still has them.
 */
final class LayerCache {
    private final Path folder;

    LayerCache(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    record Compressed(Digest digest, long size) {}

    Optional<Compressed> find(Digest diffId) throws IOException {
        Path file = folder.resolve(diffId.hex());
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] parts = Files.readString(file).split(" ", -1);
        return Optional.of(new Compressed(Digest.parse(parts[0]), Long.parseLong(parts[1])));
    }

    void store(Digest diffId, Compressed layer) throws IOException {
        String text = layer.digest() + " " + layer.size();
        WholeFile.write(folder.resolve(diffId.hex()), text.getBytes(StandardCharsets.UTF_8));
    }
}

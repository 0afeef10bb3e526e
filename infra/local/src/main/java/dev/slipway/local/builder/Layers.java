package dev.slipway.local.builder;

import com.google.cloud.tools.jib.blob.Blobs;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Optional;
import java.util.SortedMap;

/** Makes layers and sees that the registry has them. */
final class Layers {
    private final LayerCache cache;
    private final TargetRegistry registry;
    private final Path scratch;
    private final Date time;

    Layers(LayerCache cache, TargetRegistry registry, Path scratch, Date time) {
        this.cache = cache;
        this.registry = registry;
        this.scratch = scratch;
        this.time = time;
    }

    Layer make(SortedMap<String, Node> nodes, String createdBy) throws IOException {
        LayerTar tar = new LayerTar(nodes, time);
        Digest diffId = tar.diffId();
        Optional<LayerCache.Compressed> known = cache.find(diffId);
        if (known.isPresent() && registry.has(known.get().digest())) {
            return new Layer(diffId, known.get().digest(), known.get().size(), createdBy, true);
        }
        Path file = Files.createTempFile(scratch, "layer", ".tar.gz");
        try {
            Digest digest = tar.compress(file);
            LayerCache.Compressed made = new LayerCache.Compressed(digest, Files.size(file));
            registry.push(digest, Blobs.from(file));
            cache.store(diffId, made);
            return new Layer(diffId, digest, made.size(), createdBy, false);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    Path scratch() {
        return scratch;
    }

    Date time() {
        return time;
    }
}

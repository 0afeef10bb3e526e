package dev.slipway.local.builder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.SortedMap;

/** Makes layers and sees that the registry has them. */
final class Layers {
    private final TargetRegistry registry;
    private final Path scratch;
    private final Date time;

    Layers(TargetRegistry registry, Path scratch, Date time) {
        this.registry = registry;
        this.scratch = scratch;
        this.time = time;
    }

    Layer make(SortedMap<String, Node> nodes, String createdBy) throws IOException {
        LayerTar tar = new LayerTar(nodes, time);
        LayerTar.Summary summary = tar.summary();
        boolean reused = registry.has(summary.digest());
        if (!reused) {
            registry.push(summary.digest(), tar.blob());
        }
        return new Layer(summary.diffId(), summary.digest(), summary.size(), createdBy, reused);
    }

    Path scratch() {
        return scratch;
    }
}

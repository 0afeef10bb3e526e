package dev.slipway.local.lambda.image;

import java.util.List;
import java.util.Map;

/**
 * A resolved image: what to run, and the blobs that make its root.
 *
 * @param digest of the manifest
 * @param configDigest of the config blob
 */
public record Image(String repository, String digest, String configDigest, ImageConfig config, List<Layer> layers) {
    /** Label of an image that was built without its base; its value is the base's name. */
    public static final String HOST_ONLY = "dev.slipway.host-only";

    public Image {
        layers = List.copyOf(layers);
    }

    /** A layer's blob, of {@code size} bytes as stored. */
    public record Layer(String digest, long size) {}

    /**
     * The part of an image's config that a run needs.
     *
     * @param environment {@code NAME=value} entries
     * @param workingDirectory absolute, or empty for the root
     */
    public record ImageConfig(
            String architecture,
            List<String> environment,
            List<String> entrypoint,
            List<String> command,
            String workingDirectory,
            Map<String, String> labels) {

        public ImageConfig {
            environment = List.copyOf(environment);
            entrypoint = List.copyOf(entrypoint);
            command = List.copyOf(command);
            labels = Map.copyOf(labels);
        }
    }

    /** Bytes of all layers as stored, which Lambda reports as the code size. */
    public long size() {
        return layers.stream().mapToLong(Layer::size).sum();
    }

    /** Whether the image was built without its base, so that only the host can run it. */
    public boolean hostOnly() {
        return config.labels().containsKey(HOST_ONLY);
    }
}

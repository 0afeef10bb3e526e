package dev.slipway.local.lambda.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resolves image URIs to images, refusing what Lambda refuses: no index, no unknown media types, no other system. */
public final class Images {
    private static final Set<String> MANIFESTS = Set.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");
    private static final int MAX_CONFIG_BYTES = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlobSource source;

    public Images(BlobSource source) {
        this.source = source;
    }

    /**
     * Reads the manifest and the config of an image.
     *
     * @throws InvalidImageException with Lambda's words for it
     */
    public Image resolve(String uri) throws InvalidImageException {
        ImageReference reference = ImageReference.parse(uri)
                .orElseThrow(() -> new InvalidImageException(
                        "Source image " + uri + " is not valid. Provide a valid source image."));
        try {
            BlobSource.Manifest manifest = source.manifest(reference.repository(), reference.reference())
                    .orElseThrow(() -> new InvalidImageException(
                            "Source image " + uri + " does not exist. Provide a valid source image."));
            if (!MANIFESTS.contains(manifest.mediaType())) {
                throw unsupported(uri);
            }
            JsonNode node = JSON.readTree(manifest.json());
            String configDigest = node.at("/config/digest").asText();
            return new Image(
                    reference.repository(),
                    manifest.digest(),
                    configDigest,
                    config(uri, reference.repository(), configDigest),
                    layers(uri, node.path("layers")));
        } catch (IOException e) {
            throw new InvalidImageException("Lambda does not have permission to access the ECR image " + uri
                    + ". Check the ECR permissions. (" + e.getMessage() + ")");
        }
    }

    private Image.ImageConfig config(String uri, String repository, String digest)
            throws IOException, InvalidImageException {
        JsonNode root;
        try (InputStream blob = source.blob(repository, digest)) {
            root = JSON.readTree(blob.readNBytes(MAX_CONFIG_BYTES));
        }
        if (!root.path("os").asText("linux").equals("linux")) {
            throw unsupported(uri);
        }
        JsonNode config = root.path("config");
        return new Image.ImageConfig(
                root.path("architecture").asText("amd64"),
                texts(config.path("Env")),
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                config.path("WorkingDir").asText(""),
                labels(config.path("Labels")));
    }

    private static List<Image.Layer> layers(String uri, JsonNode nodes) throws InvalidImageException {
        List<Image.Layer> layers = new ArrayList<>();
        for (JsonNode layer : nodes) {
            if (!layer.path("mediaType").asText().contains(".layer.")
                    && !layer.path("mediaType").asText().contains(".rootfs.diff.")) {
                throw unsupported(uri);
            }
            layers.add(new Image.Layer(
                    layer.path("digest").asText(), layer.path("size").asLong()));
        }
        return layers;
    }

    private static List<String> texts(JsonNode nodes) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    private static Map<String, String> labels(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        return labels;
    }

    private static InvalidImageException unsupported(String uri) {
        return new InvalidImageException(
                "The image manifest, config or layer media type for the source image " + uri + " is not supported.");
    }
}

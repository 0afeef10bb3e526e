package dev.slipway.steps.buildkit.registry;

import dev.slipway.events.Codec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageAlreadyExistsException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.PutImageRequest;
import software.amazon.awssdk.services.ecr.model.PutImageResponse;

/** A repository in memory, as far as a build asks. */
public final class FakeEcr implements EcrClient {
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Map<String, Image> images = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();

    /** Stores a manifest and returns its digest. */
    public String add(Map<String, Object> manifest, String mediaType) {
        String text = Codec.write(manifest);
        String digest = "sha256:" + HexFormat.of().formatHex(sha256(text));
        images.put(
                digest,
                Image.builder()
                        .imageManifest(text)
                        .imageManifestMediaType(mediaType)
                        .build());
        return digest;
    }

    public Map<String, String> tags() {
        return tags;
    }

    @Override
    public BatchGetImageResponse batchGetImage(BatchGetImageRequest request) {
        List<Image> found =
                request.imageIds().stream().flatMap(id -> find(id).stream()).toList();
        return BatchGetImageResponse.builder().images(found).build();
    }

    private Optional<Image> find(ImageIdentifier id) {
        String digest = id.imageDigest() == null ? tags.get(id.imageTag()) : id.imageDigest();
        return Optional.ofNullable(images.get(digest))
                .map(image -> image.toBuilder().imageId(id).build());
    }

    @Override
    public PutImageResponse putImage(PutImageRequest request) {
        if (request.imageDigest().equals(tags.put(request.imageTag(), request.imageDigest()))) {
            throw ImageAlreadyExistsException.builder().build();
        }
        return PutImageResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "ecr";
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

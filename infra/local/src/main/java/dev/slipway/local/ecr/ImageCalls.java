package dev.slipway.local.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.registry.Digest;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryRefusal;
import dev.slipway.local.registry.StoredManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ECR's calls on images. */
final class ImageCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEFAULT_MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json";
    private final ImageStore store;
    private final String account;

    ImageCalls(ImageStore store, String account) {
        this.store = store;
        this.account = account;
    }

    ObjectNode describe(JsonNode input) {
        String repository = input.path("repositoryName").asText();
        List<StoredManifest> wanted = new ArrayList<>();
        if (input.has("imageIds")) {
            for (JsonNode id : input.path("imageIds")) {
                wanted.add(find(repository, id).orElseThrow(() -> notFound(repository, id)));
            }
        } else {
            wanted.addAll(store.manifests(repository));
            wanted.sort(Comparator.comparing(StoredManifest::pushedAt));
        }
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode details = answer.putArray("imageDetails");
        Map<String, Digest> tags = store.tags(repository);
        wanted.forEach(manifest -> details.add(detail(repository, manifest, tags)));
        return answer;
    }

    private ObjectNode detail(String repository, StoredManifest manifest, Map<String, Digest> tags) {
        ObjectNode detail =
                image(repository).put("imageDigest", manifest.digest().toString());
        ArrayNode names = JSON.createArrayNode();
        tags.forEach((tag, digest) -> {
            if (digest.equals(manifest.digest())) {
                names.add(tag);
            }
        });
        if (!names.isEmpty()) {
            detail.set("imageTags", names);
        }
        JsonNode content = read(manifest);
        detail.put("imageSizeInBytes", size(content));
        detail.put("imagePushedAt", manifest.pushedAt().toEpochMilli() / 1000.0);
        detail.put("imageManifestMediaType", manifest.mediaType());
        String artifact = content.path("config").path("mediaType").asText("");
        return artifact.isEmpty() ? detail : detail.put("artifactMediaType", artifact);
    }

    ObjectNode list(JsonNode input) {
        String repository = input.path("repositoryName").asText();
        String status = input.path("filter").path("tagStatus").asText("ANY");
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode ids = answer.putArray("imageIds");
        Map<String, Digest> tags = store.tags(repository);
        if (!status.equals("UNTAGGED")) {
            tags.forEach((tag, digest) ->
                    ids.addObject().put("imageDigest", digest.toString()).put("imageTag", tag));
        }
        if (!status.equals("TAGGED")) {
            for (StoredManifest manifest : store.manifests(repository)) {
                if (!tags.containsValue(manifest.digest())) {
                    ids.addObject().put("imageDigest", manifest.digest().toString());
                }
            }
        }
        return answer;
    }

    ObjectNode get(JsonNode input) {
        String repository = input.path("repositoryName").asText();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode images = answer.putArray("images");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode id : input.path("imageIds")) {
            Optional<StoredManifest> found = find(repository, id);
            if (found.isEmpty()) {
                failures.add(failure(id));
                continue;
            }
            ObjectNode image = image(repository);
            images.add(image);
            image.set("imageId", imageId(id, found.get()));
            image.put("imageManifest", found.get().text());
            image.put("imageManifestMediaType", found.get().mediaType());
        }
        return answer;
    }

    /** Stores a manifest under a tag; one that is there already may get one more tag. */
    ObjectNode put(JsonNode input) {
        String repository = input.path("repositoryName").asText();
        String manifest = input.path("imageManifest").asText();
        String tag = input.path("imageTag").asText("");
        byte[] body = manifest.getBytes(UTF_8);
        Digest digest = Digest.of(body);
        String said = input.path("imageDigest").asText("");
        if (!said.isEmpty() && !said.equals(digest.toString())) {
            throw new AwsException(
                    400, "ImageDigestDoesNotMatchException", "The manifest has the digest '%s'".formatted(digest));
        }
        Digest tagged = store.tags(repository).get(tag);
        if (digest.equals(tagged)) {
            throw new AwsException(
                    400,
                    "ImageAlreadyExistsException",
                    "Image with digest '%s' and tag '%s' already exists in the repository with name '%s'"
                            .formatted(digest, tag, repository));
        }
        StoredManifest stored;
        try {
            String reference = tag.isEmpty() ? digest.toString() : tag;
            String mediaType = input.path("imageManifestMediaType").asText(DEFAULT_MEDIA_TYPE);
            stored = store.putManifest(repository, reference, mediaType, body);
        } catch (RegistryRefusal refusal) {
            throw refusal(refusal);
        }
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode image = image(repository);
        answer.set("image", image);
        image.set("imageId", imageId(input, stored));
        image.put("imageManifest", manifest);
        image.put("imageManifestMediaType", stored.mediaType());
        return answer;
    }

    private static RuntimeException refusal(RegistryRefusal refusal) {
        return switch (refusal.code()) {
            case "MANIFEST_BLOB_UNKNOWN" -> new AwsException(400, "LayersNotFoundException", refusal.reason());
            // A valid tag is refused only because it names another image.
            case "TAG_INVALID" -> new AwsException(400, "ImageTagAlreadyExistsException", refusal.reason());
            default -> refusal;
        };
    }

    static boolean hasLayer(ImageStore store, String repository, String digest) {
        return Digest.looksLikeOne(digest)
                && store.blob(repository, Digest.parse(digest)).isPresent();
    }

    ObjectNode delete(JsonNode input) {
        String repository = input.path("repositoryName").asText();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode deleted = answer.putArray("imageIds");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode id : input.path("imageIds")) {
            Optional<StoredManifest> found = find(repository, id);
            if (found.isEmpty()) {
                failures.add(failure(id));
                continue;
            }
            deleted.add(imageId(id, found.get()));
            if (id.has("imageDigest")) {
                store.removeManifest(repository, found.get().digest());
            } else {
                store.untag(repository, id.path("imageTag").asText());
            }
        }
        return answer;
    }

    private Optional<StoredManifest> find(String repository, JsonNode id) {
        String tag = id.path("imageTag").asText("");
        String digest = id.path("imageDigest").asText("");
        if (tag.isEmpty() && digest.isEmpty()) {
            throw new AwsException(400, "InvalidParameterException", "an image id needs an imageTag or an imageDigest");
        }
        Optional<StoredManifest> found = store.manifest(repository, digest.isEmpty() ? tag : digest);
        // Given both, the tag must name that very image.
        boolean both = !tag.isEmpty() && !digest.isEmpty();
        return found.filter(manifest ->
                !both || manifest.digest().equals(store.tags(repository).get(tag)));
    }

    private ObjectNode image(String repository) {
        return JSON.createObjectNode().put("registryId", account).put("repositoryName", repository);
    }

    private static ObjectNode imageId(JsonNode id, StoredManifest manifest) {
        ObjectNode whole =
                JSON.createObjectNode().put("imageDigest", manifest.digest().toString());
        return id.has("imageTag") ? whole.put("imageTag", id.path("imageTag").asText()) : whole;
    }

    private static ObjectNode failure(JsonNode id) {
        ObjectNode failure = JSON.createObjectNode();
        failure.set("imageId", id);
        return failure.put("failureCode", "ImageNotFound").put("failureReason", "Requested image not found");
    }

    private AwsException notFound(String repository, JsonNode id) {
        return new AwsException(
                400,
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'%s', imageTag:'%s'} does not exist within the repository with name '%s' in the registry with id '%s'"
                        .formatted(
                                id.path("imageDigest").asText("null"),
                                id.path("imageTag").asText("null"),
                                repository,
                                account));
    }

    private static long size(JsonNode manifest) {
        long total = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            total += layer.path("size").asLong();
        }
        return total;
    }

    private static JsonNode read(StoredManifest manifest) {
        try {
            return JSON.readTree(manifest.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("manifest %s is no longer JSON".formatted(manifest.digest()), e);
        }
    }
}

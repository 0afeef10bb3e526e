package dev.slipway.local.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the registry reads out of a manifest: what it needs to be there, and what it is about.
 *
 * @param blobs config and layers of an image
 * @param manifests entries of an index
 * @param subject the manifest that this one refers to
 */
record ManifestContent(
        JsonNode json, String mediaType, List<Digest> blobs, List<Digest> manifests, Optional<Digest> subject) {
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final Set<String> INDEXES =
            Set.of(OCI_INDEX, "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final Set<String> IMAGES =
            Set.of(OCI_MANIFEST, "application/vnd.docker.distribution.manifest.v2+json");
    private static final ObjectMapper JSON = new ObjectMapper();

    static ManifestContent parse(String contentType, byte[] body) {
        String mediaType = contentType.split(";", 2)[0].strip();
        JsonNode json = read(body);
        String inside = json.path("mediaType").asText(mediaType);
        if (!inside.equals(mediaType)) {
            throw invalid("mediaType is %s in the manifest but %s in Content-Type".formatted(inside, mediaType));
        }
        if (json.path("schemaVersion").asInt() != 2) {
            throw invalid("schemaVersion must be 2");
        }
        Optional<Digest> subject = json.has("subject") ? Optional.of(digest(json.path("subject"))) : Optional.empty();
        if (INDEXES.contains(mediaType)) {
            return new ManifestContent(json, mediaType, List.of(), digests(json.path("manifests")), subject);
        }
        if (!IMAGES.contains(mediaType)) {
            throw invalid("unsupported media type " + mediaType);
        }
        List<Digest> blobs = new ArrayList<>(digests(json.path("layers")));
        blobs.add(digest(json.path("config")));
        return new ManifestContent(json, mediaType, List.copyOf(blobs), List.of(), subject);
    }

    /** Describes this manifest as an entry of the referrers index. */
    String artifactType() {
        String own = json.path("artifactType").asText("");
        return own.isEmpty() ? json.path("config").path("mediaType").asText("") : own;
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw invalid("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw invalid("not JSON");
        }
        throw invalid("not a JSON object");
    }

    private static List<Digest> digests(JsonNode descriptors) {
        List<Digest> found = new ArrayList<>();
        for (JsonNode descriptor : descriptors) {
            // Layers with urls of their own are fetched from there and never pushed.
            if (!descriptor.has("urls")) {
                found.add(digest(descriptor));
            }
        }
        return List.copyOf(found);
    }

    private static Digest digest(JsonNode descriptor) {
        try {
            return Digest.parse(descriptor.path("digest").asText());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static RegistryRefusal invalid(String why) {
        return new RegistryRefusal(400, "MANIFEST_INVALID", "manifest invalid: " + why);
    }
}

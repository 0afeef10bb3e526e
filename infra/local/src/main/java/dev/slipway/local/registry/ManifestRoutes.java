package dev.slipway.local.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;

/** Answers calls on one manifest, and lists those that refer to it. */
final class ManifestRoutes {
    /** The limit that the specification names as the least a registry must take; ECR's too. */
    private static final int MAX_BYTES = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private final ImageStore images;

    ManifestRoutes(ImageStore images) {
        this.images = images;
    }

    void handle(Exchange exchange, String repository, String reference) throws IOException {
        switch (exchange.method()) {
            case "GET", "HEAD" -> send(exchange, repository, reference);
            case "PUT" -> store(exchange, repository, reference);
            case "DELETE" -> remove(exchange, repository, reference);
            default -> throw RegistryRefusal.unsupported("a manifest takes GET, HEAD, PUT and DELETE");
        }
    }

    private void send(Exchange exchange, String repository, String reference) throws IOException {
        StoredManifest manifest =
                images.manifest(repository, reference).orElseThrow(() -> RegistryRefusal.manifestUnknown(reference));
        exchange.put("Docker-Content-Digest", manifest.digest().toString())
                .put("ETag", '"' + manifest.digest().toString() + '"')
                .bytes(200, manifest.mediaType(), Files.readAllBytes(manifest.file()));
    }

    private void store(Exchange exchange, String repository, String reference) throws IOException {
        byte[] body;
        try (InputStream in = exchange.body()) {
            body = in.readNBytes(MAX_BYTES + 1);
        }
        if (body.length > MAX_BYTES) {
            throw new RegistryRefusal(413, "SIZE_INVALID", "a manifest has at most 4 MiB");
        }
        String contentType = exchange.header("Content-Type").orElse(ManifestContent.OCI_MANIFEST);
        StoredManifest stored = images.putManifest(repository, reference, contentType, body);
        ManifestContent.parse(contentType, body)
                .subject()
                .ifPresent(subject -> exchange.put("OCI-Subject", subject.toString()));
        exchange.put("Location", "/v2/%s/manifests/%s".formatted(repository, stored.digest()))
                .put("Docker-Content-Digest", stored.digest().toString())
                .empty(201);
    }

    private void remove(Exchange exchange, String repository, String reference) {
        boolean removed = Digest.looksLikeOne(reference)
                ? images.removeManifest(repository, Exchange.digest(reference))
                : images.untag(repository, reference);
        if (!removed) {
            throw RegistryRefusal.manifestUnknown(reference);
        }
        exchange.empty(202);
    }

    void referrers(Exchange exchange, String repository, String reference) throws IOException {
        Optional<String> wanted = exchange.query("artifactType");
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", ManifestContent.OCI_INDEX);
        var entries = index.putArray("manifests");
        images.referrers(repository, Exchange.digest(reference)).forEach((stored, content) -> {
            if (wanted.isEmpty() || wanted.get().equals(content.artifactType())) {
                ObjectNode entry = entries.addObject();
                entry.put("mediaType", stored.mediaType());
                entry.put("size", stored.size());
                entry.put("digest", stored.digest().toString());
                entry.put("artifactType", content.artifactType());
                JsonNode annotations = content.json().path("annotations");
                if (annotations.isObject()) {
                    entry.set("annotations", annotations);
                }
            }
        });
        if (wanted.isPresent()) {
            exchange.put("OCI-Filters-Applied", "artifactType");
        }
        exchange.json(200, ManifestContent.OCI_INDEX, index);
    }
}

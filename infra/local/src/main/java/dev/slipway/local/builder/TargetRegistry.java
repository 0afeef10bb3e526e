package dev.slipway.local.builder;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blob;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.security.DigestException;

/** The repository an image is pushed to, through Jib's registry client. */
final class TargetRegistry {
    private final RegistryClient client;

    TargetRegistry(FailoverHttpClient http, String registry, String repository, String user, String password) {
        this.client = RegistryClient.factory(EventHandlers.NONE, registry, repository, http)
                .setCredential(Credential.from(user, password))
                .newRegistryClient();
        client.configureBasicAuth();
    }

    boolean has(Digest blob) throws IOException {
        try {
            return client.checkBlob(jib(blob)).isPresent();
        } catch (RegistryException e) {
            throw new IOException("failed to look up " + blob + ": " + e.getMessage(), e);
        }
    }

    void push(Digest digest, Blob blob) throws IOException {
        try {
            client.pushBlob(jib(digest), blob, null, bytes -> {});
        } catch (RegistryException e) {
            throw new IOException("failed to push " + digest + ": " + e.getMessage(), e);
        }
    }

    Digest pushManifest(JsonNode manifest, String tag) throws IOException {
        try {
            String digest = client.pushManifest(new Manifest(manifest), tag).toString();
            return Digest.parse(digest);
        } catch (RegistryException e) {
            throw new IOException("failed to push the manifest of " + tag + ": " + e.getMessage(), e);
        }
    }

    private static DescriptorDigest jib(Digest digest) {
        try {
            return DescriptorDigest.fromHash(digest.hex());
        } catch (DigestException impossible) {
            throw new IllegalStateException("both take 64 hexadecimal digits", impossible);
        }
    }

    /** Jib's own template has no annotations, so the manifest is given as it shall be sent. */
    private static final class Manifest implements ManifestTemplate {
        private final JsonNode json;

        Manifest(JsonNode json) {
            this.json = json;
        }

        @JsonValue
        JsonNode json() {
            return json;
        }

        @Override
        public int getSchemaVersion() {
            return 2;
        }

        @Override
        public String getManifestMediaType() {
            return json.path("mediaType").asText();
        }
    }
}

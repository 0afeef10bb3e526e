package dev.slipway.steps.buildkit.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a build has pushed: an image, and beside it what was attested about it.
 *
 * @param manifest of the image itself, which is what Lambda takes
 * @param attestations manifest with the statements; null where nothing was attested
 */
public record PushedImage(Manifest manifest, @Nullable Manifest attestations) {
    private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    /** Returns the digest of the statement whose predicate type begins so. */
    public Optional<String> statement(String predicateType) {
        if (attestations == null) {
            return Optional.empty();
        }
        for (JsonNode layer : attestations.json().path("layers")) {
            String type = layer.path("annotations").path(PREDICATE_TYPE).asText();
            if (type.startsWith(predicateType)) {
                return Optional.of(layer.path("digest").asText());
            }
        }
        return Optional.empty();
    }

    /**
     * A manifest as the registry keeps it.
     *
     * @param text to the letter: its hash is the digest
     */
    public record Manifest(String digest, String mediaType, String text, JsonNode json) {}
}

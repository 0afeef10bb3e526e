package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a home keeps from its first start. Names of buckets and ARNs have the region in them: with another one tomorrow,
 * all that was deployed would seem gone.
 */
record Origin(Instant createdAt, String region) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the origin of a home; a new home is made now, in the region of the environment. */
    static Origin of(Path home, Instant now, String region) throws IOException {
        Path file = home.resolve("origin.json");
        if (!Files.exists(file)) {
            byte[] content = JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("createdAt", now.toString()).put("region", region));
            WholeFile.write(file, content);
        }
        JsonNode origin = JSON.readTree(file.toFile());
        return new Origin(
                Instant.parse(origin.required("createdAt").asText()),
                origin.required("region").asText());
    }
}

package dev.slipway.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code <home>/local/cloud.json}: what a running local cloud says of itself.
 *
 * @param buildId tells which build of Slipway runs
 * @param otlp where its spans go; {@code none} when nothing is traced
 * @param exports variables by which other AWS clients find it, in the order to print them in
 * @param outputs of the pipeline's stack
 */
public record CloudFile(
        long pid,
        String buildId,
        String endpoint,
        String s3Endpoint,
        String region,
        Credentials credentials,
        String otlp,
        Map<String, String> exports,
        Map<String, String> outputs) {
    public CloudFile {
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
        outputs = Map.copyOf(outputs);
    }

    /** Reads the file; empty when there is none or it is of another age. */
    static Optional<CloudFile> read(Path file) {
        try {
            return Optional.of(parse(Codec.parse(Files.readString(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | InvalidEventException e) {
            return Optional.empty();
        }
    }

    /** Says whether the process that wrote the file still runs. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                // The number may have gone to another process since.
                .filter(process -> process.info()
                        .commandLine()
                        .map(line -> line.contains(LocalCloud.MAIN))
                        .orElse(true))
                .isPresent();
    }

    private static CloudFile parse(JsonNode json) {
        JsonNode credentials = json.path("credentials");
        return new CloudFile(
                json.path("pid").asLong(),
                json.path("buildId").asText(),
                json.path("endpoint").asText(),
                json.path("s3Endpoint").asText(),
                json.path("region").asText("us-east-1"),
                new Credentials(
                        credentials.path("accessKeyId").asText(),
                        credentials.path("secretAccessKey").asText()),
                json.path("otlpEndpoint").asText("none"),
                texts(json.path("exports")),
                texts(json.path("outputs")));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /** What the CLI signs its calls with. */
    public record Credentials(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + "]";
        }
    }
}

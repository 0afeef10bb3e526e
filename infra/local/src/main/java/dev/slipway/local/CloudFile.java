package dev.slipway.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.template.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * {@code cloud.json}: how clients find a running local cloud. It is there when everything answers, only its owner may
 * read it, and it is gone after a clean stop.
 */
final class CloudFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private CloudFile(Path file) {
        this.file = file;
    }

    /** Removes the file of a killed process, so that nobody takes the endpoints in it for ours. */
    static void clear(Path home) throws IOException {
        Files.deleteIfExists(file(home));
    }

    static CloudFile write(Options options, Stack stack, Endpoints endpoints, Roles roles) throws IOException {
        String region = stack.account().region();
        ObjectNode cloud = JSON.createObjectNode()
                .put("schema", 1)
                .put("pid", ProcessHandle.current().pid())
                .put("startedAt", Instant.now().toString())
                .put("buildId", options.buildId())
                .put("region", region)
                .put("endpoint", endpoints.front())
                .put("s3Endpoint", endpoints.s3())
                .put("registry", endpoints.registry())
                .put("otlpEndpoint", endpoints.otlp())
                .put("isolated", options.isolated())
                .put("stackName", stack.name());
        ObjectNode outputs = cloud.putObject("outputs");
        stack.outputs().forEach(output -> outputs.put(output.key(), output.value()));
        cloud.putObject("credentials")
                .put("accessKeyId", roles.cli().accessKeyId())
                .put("secretAccessKey", roles.cli().secretAccessKey());
        ObjectNode exports = cloud.putObject("exports");
        endpoints.variables().forEach(exports::put);
        exports.put("AWS_REGION", region)
                .put("AWS_DEFAULT_REGION", region)
                .put("AWS_ACCESS_KEY_ID", roles.administrator().accessKeyId())
                .put("AWS_SECRET_ACCESS_KEY", roles.administrator().secretAccessKey())
                .put("SLIPWAY_REGISTRY", endpoints.registry());
        // A temporary file, which is what it is made as, belongs to its owner alone.
        WholeFile.write(
                file(options.home()), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(cloud));
        return new CloudFile(file(options.home()));
    }

    private static Path file(Path home) {
        return home.resolve("cloud.json");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

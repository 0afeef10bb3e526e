package dev.slipway.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.events.Codec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command and a stack of different versions work together, or one says which to upgrade. */
class SchemaVersionsTest {
    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0, 'upgrade the stack: slipway bootstrap'",
        "0.9.0, 2, upgrade the command",
    })
    void understood_recordsOfAnotherSchema_saysWhichToUpgrade(String version, String schema, String hint) {
        assertThatExceptionOfType(CliFailure.class)
                .isThrownBy(() ->
                        site(Map.of("Version", version, "RecordSchema", schema)).understood())
                .withMessage("failed to reach the pipeline: the stack of pipeline prod (version " + version
                        + ") keeps records of schema " + schema + ", this command of schema 1")
                .satisfies(failure -> assertThat(failure.hint()).contains(hint));
    }

    @Test
    void understood_stackFromBeforeThereWereSchemas_isToBeUpgraded() {
        assertThatExceptionOfType(CliFailure.class)
                .isThrownBy(() -> site(Map.of()).understood())
                .satisfies(failure -> assertThat(failure.hint()).contains("upgrade the stack: slipway bootstrap"));
    }

    @Test
    void template_output_isTheSchemaOfTheRecords() throws IOException {
        assertThat(Files.readString(Path.of("../infra/template.yaml")))
                .contains("  RecordSchema:\n    Value: \"" + Codec.SCHEMA + "\"");
    }

    @Test
    void understood_anotherVersionWithTheSameSchema_works() {
        Site site = site(Map.of("Version", "7.0.0", "RecordSchema", "1"));
        assertThat(site.understood()).isSameAs(site);
    }

    @Test
    void read_recordOfALaterSchema_namesItAndSaysToUpgrade() throws IOException {
        String record = Files.readString(Path.of("../events/samples/live-state.json"))
                .replace("\"schema\": 1", "\"schema\": 2");
        HttpServer s3 = serving(record);
        try (Clients clients = new Clients(site(s3), List.of())) {
            assertThatExceptionOfType(CliFailure.class)
                    .isThrownBy(() -> new Records(site(s3), clients).live("hello"))
                    .withMessage(
                            "failed to read apps/hello/live.json: written by a newer Slipway: its schema is 2, this one"
                                    + " reads 1")
                    .satisfies(failure -> assertThat(failure.hint()).contains("upgrade the command"));
        } finally {
            s3.stop(0);
        }
    }

    private static HttpServer serving(String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Site site(Map<String, String> outputs) {
        return new Site("prod", "us-east-1", null, null, null, false, outputs);
    }

    private static Site site(HttpServer s3) {
        URI endpoint = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());
        CloudFile.Credentials credentials = new CloudFile.Credentials("id", "secret");
        return new Site("local", "us-east-1", endpoint, endpoint, credentials, false, Map.of("Bucket", "bucket"));
    }
}

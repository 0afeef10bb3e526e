package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the local cloud gets full: a deploy says so and ends, what runs goes on, and with space all is well again. */
class FullDiskIT {
    @TempDir
    Path folder;

    @Test
    void deploy_diskOfTheLocalCloudGetsFull_failsClearlyAndWorksAgainWithSpace() throws Exception {
        Path hello = Files.createDirectories(folder.resolve("hello")).resolve("Hello.java");
        Files.copy(Slipway.repository().resolve("cli/examples/hello/Hello.java"), hello);
        Slipway slipway = new Slipway(folder);
        try (SmallDisk disk = SmallDisk.at(folder.resolve("home/local"), 200 * 1024)) {
            try {
                fillAndFree(slipway, disk, hello);
            } finally {
                disk.free();
                slipway.run("local", "stop");
            }
        }
    }

    private void fillAndFree(Slipway slipway, SmallDisk disk, Path hello) throws Exception {
        JsonNode first = Codec.parse(deploy(slipway).last());
        assertThat(first.path("status").asText()).isEqualTo("live");

        Files.writeString(hello, Files.readString(hello) + "// two");
        disk.fill(0);
        Slipway.Ended full = deploy(slipway);
        assertThat(full.exitCode()).as(full.err()).isEqualTo(3);
        assertThat(full.err()).contains("There is no space left in ", "\nhint: free some space there");

        // Enough for the records of a deployment, not for its build.
        disk.fill(200);
        Slipway.Ended half = deploy(slipway);
        assertThat(half.exitCode()).as(half.err()).isIn(1, 3);
        assertThat(half.err()).contains("failed to ", "\nhint: ");
        assertThat(get(first.path("url").asText())).contains("version 1");

        disk.free();
        JsonNode again = Codec.parse(deploy(slipway).last());
        assertThat(again.path("status").asText()).isEqualTo("live");
        assertThat(get(first.path("url").asText()))
                .contains("version " + again.path("version").asText());
    }

    private Slipway.Ended deploy(Slipway slipway) throws Exception {
        return slipway.run("deploy", folder.resolve("hello").toString(), "--output", "json");
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local cloud dies the hard way, and what it knew and ran is there again; or its functions run as Lambda runs them. */
class KilledCloudIT {
    @TempDir
    Path folder;

    private Slipway slipway;

    @AfterEach
    void stop() throws Exception {
        slipway.run("local", "stop");
    }

    @Test
    void kill_whileAnAppRuns_losesNothing() throws Exception {
        slipway = new Slipway(folder);
        String url = deploy().path("url").asText();
        String history = slipway.run("history", "hello", "--output", "json").out();

        ProcessHandle cloud = ProcessHandle.of(cloud().path("pid").asLong()).orElseThrow();
        cloud.destroyForcibly();
        cloud.onExit().get(10, TimeUnit.SECONDS);

        assertThat(slipway.run("local", "start").exitCode()).isZero();
        assertThat(get(url)).contains("version 1");
        assertThat(slipway.run("history", "hello", "--output", "json").out()).isEqualTo(history);
        assertThat(deploy().path("version").asLong()).isEqualTo(2);
        assertThat(get(url)).contains("version 2");
    }

    /** Each step is a JVM of its own here, under the runtime interface client that Lambda has. */
    @Test
    void isolated_everyStepUnderTheRuntimeInterfaceClient_isTheSameDeploy() throws Exception {
        slipway = new Slipway(folder);
        assertThat(slipway.run("local", "start", "--isolated").exitCode()).isZero();

        assertThat(deploy().path("status").asText()).isEqualTo("live");
        assertThat(cloud().path("isolated").asBoolean()).isTrue();
    }

    private JsonNode deploy() throws Exception {
        String hello = Slipway.repository().resolve("cli/examples/hello").toString();
        Slipway.Ended run = slipway.run("deploy", hello, "--output", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Codec.parse(run.last());
    }

    private JsonNode cloud() throws Exception {
        return Codec.parse(Files.readString(folder.resolve("home/local/cloud.json")));
    }

    private static String get(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

package dev.slipway.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** A local cloud in a process of its own, with the project's template and a functions jar without code in it. */
final class CloudProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Path log;
    private final Path home;

    private CloudProcess(Process process, Path home, Path log) {
        this.process = process;
        this.home = home;
        this.log = log;
    }

    static CloudProcess start(Path home, String... options) throws IOException {
        Path jar = home.resolveSibling("functions.jar");
        if (!Files.exists(jar)) {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                out.putNextEntry(new JarEntry("empty"));
            }
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--home",
                home.toString(),
                "--infra",
                "..",
                "--functions-jar",
                jar.toString()));
        command.addAll(List.of(options));
        Path log = Files.createTempFile(home.toAbsolutePath().getParent(), "cloud", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // The same builder wherever these tests run; the others have tests of their own.
        builder.environment().put("SLIPWAY_BUILD_WITH", "embedded");
        return new CloudProcess(builder.start(), home, log);
    }

    /** Waits until it answers. */
    CloudProcess ready() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || isDescribed());
        if (!process.isAlive()) {
            throw new AssertionError("the local cloud ended: " + log());
        }
        return this;
    }

    private boolean isDescribed() throws IOException {
        // One that was killed leaves its description behind.
        return Files.exists(home.resolve("cloud.json"))
                && description().path("pid").asLong() == process.pid();
    }

    JsonNode description() throws IOException {
        return JSON.readTree(home.resolve("cloud.json").toFile());
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Makes a client with what {@code slipway local env} exports. */
    <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder, String endpoint)
            throws IOException {
        JsonNode exports = description().path("exports");
        return builder.endpointOverride(URI.create(exports.path(endpoint).asText()))
                .region(Region.of(exports.path("AWS_REGION").asText()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        exports.path("AWS_ACCESS_KEY_ID").asText(),
                        exports.path("AWS_SECRET_ACCESS_KEY").asText())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, and tells whether it did in time. */
    boolean stop(Duration limit) throws InterruptedException {
        process.destroy();
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }
}

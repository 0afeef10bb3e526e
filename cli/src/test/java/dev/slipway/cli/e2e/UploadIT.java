package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.pipeline.IdentityProof;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** An archive put into the bucket deploys by itself; one that is no source is answered beside it. */
class UploadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Slipway slipway;
    private static S3Client s3;
    private static String bucket;
    private static JsonNode cloud;
    private static AwsCredentialsProvider credentials;

    @BeforeAll
    static void open() throws Exception {
        slipway = new Slipway(folder).with("SLIPWAY_EVENT_ARCHIVE", archive().toString());
        assertThat(slipway.run("local", "start").exitCode()).isZero();
        cloud = Codec.parse(Files.readString(folder.resolve("home/local/cloud.json")));
        bucket = cloud.at("/outputs/Bucket").asText();
        // Whoever uploads is no user of the command line.
        credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(
                cloud.at("/exports/AWS_ACCESS_KEY_ID").asText(),
                cloud.at("/exports/AWS_SECRET_ACCESS_KEY").asText()));
        s3 = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(cloud.path("s3Endpoint").asText()))
                .region(Region.of(cloud.path("region").asText()))
                .credentialsProvider(credentials)
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        slipway.run("local", "stop");
    }

    @Test
    void upload_archive_isLiveAndAnsweredBesideIt() throws Exception {
        Path hello = Slipway.repository().resolve("cli/examples/hello/Hello.java");
        byte[] archive = gzip(tar(out -> file(out, "Hello.java", Files.readString(hello))));
        s3.putObject(
                call -> call.bucket(bucket)
                        .key("incoming/uploaded/one.tar.gz")
                        .metadata(Map.of("slipway-message", "by hand", "slipway-env", "{\"GREETING\":\"Moin\"}")),
                RequestBody.fromBytes(archive));

        JsonNode answer = answer("uploaded", "one.tar.gz");

        assertThat(answer.path("status").asText()).isEqualTo("live");
        assertThat(answer.path("version").asLong()).isEqualTo(1);
        assertThat(answer.path("traceId").asText()).hasSize(32);
        assertThat(read("incoming/uploaded/one.tar.gz.result.json")).contains(answer);
        assertThat(slipway.run("history", "uploaded").out()).contains("s3", "by hand");
        assertThat(slipway.run("env", "list", "uploaded").out()).contains("GREETING", "Moin");
        assertThat(told("uploaded"))
                .extracting(event -> event.path("detail-type").asText())
                .containsExactly("Slipway Version Launched", "Slipway Deployment Status Change");
        TraceTree trace = WholeTrace.of(slipway, "uploaded", WholeTrace.UPLOADED);
        assertThat(trace.only("deploy").service()).isEqualTo("slipway");
        assertThat(trace.only("deploy").attributes())
                .containsEntry("slipway.app.name", "uploaded")
                .containsEntry("slipway.app.version", "1")
                .containsEntry("deployment.status", "succeeded");
        assertThat(trace.only("deploy").children().get(0).attributes())
                .containsEntry("from", "upload")
                .containsEntry("to", "Begin");
    }

    @Test
    void upload_truncatedArchive_fails() throws Exception {
        byte[] whole = gzip(tar(out -> file(out, "Main.java", "class Main { }".repeat(10_000))));
        upload("truncated", "a.tgz", Arrays.copyOf(whole, whole.length / 2));
        assertFailed("truncated", "a.tgz", "broken or truncated");
    }

    @Test
    void upload_noArchive_fails() throws Exception {
        upload("noarchive", "a.zip", "plain text, many times".repeat(50).getBytes(StandardCharsets.UTF_8));
        assertFailed("noarchive", "a.zip", "is not an archive");
    }

    @Test
    void upload_pathThatClimbs_fails() throws Exception {
        upload("climbs", "a.tar", tar(out -> file(out, "../../etc/cron.d/x", "* * * * *")));
        assertFailed("climbs", "a.tar", "climbs out of the source");
    }

    @Test
    void upload_linkThatLeaves_fails() throws Exception {
        upload("leaves", "a.tar", tar(out -> {
            TarArchiveEntry link = new TarArchiveEntry("passwords", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
        }));
        assertFailed("leaves", "a.tar", "leaves the source");
    }

    @Test
    void upload_device_fails() throws Exception {
        upload("device", "a.tar", tar(out -> {
            out.putArchiveEntry(new TarArchiveEntry("null", TarConstants.LF_CHR));
            out.closeArchiveEntry();
        }));
        assertFailed("device", "a.tar", "is a device");
    }

    @Test
    void upload_bomb_fails() throws Exception {
        upload("bomb", "a.tar.gz", gzip(tar(out -> file(out, "zeros", "\0".repeat(32 << 20)))));
        assertFailed("bomb", "a.tar.gz", "100 times its size");
    }

    @Test
    void upload_sourceOfNoKnownStack_failsAndSaysWhatWasLookedFor() throws Exception {
        upload("unknown", "a.tar", tar(out -> file(out, "notes.txt", "nothing to run")));
        assertFailed("unknown", "a.tar", "Dockerfile");
    }

    @Test
    void upload_nameOfNoArchive_isRefused() throws Exception {
        upload("misnamed", "a.rar", new byte[] {1});
        assertFailed("misnamed", "a.rar", "the key must be incoming/");
        assertThat(told("misnamed"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/detail/status").asText()).isEqualTo("failed"));
    }

    /** What a client on AWS does; on the local cloud the command line leaves it out. */
    @Test
    void createDeployment_withProofOfIdentity_recordsTheCallersArn() {
        String token = DeploymentId.random(Instant.now(), new SecureRandom());
        String digest = "0".repeat(64);
        Source source = new Source(
                List.of(new SourceLayer(Keys.source("proven", digest), "sha256:" + digest, 1, null, null)), 1);
        URI endpoint = URI.create(cloud.path("endpoint").asText());
        Region region = Region.of(cloud.path("region").asText());
        String proof = IdentityProof.of(credentials, region, endpoint, token).orElseThrow();
        CreateDeploymentRequest request = new CreateDeploymentRequest(
                token,
                Kind.DEPLOY,
                "proven",
                source,
                null,
                Map.of(),
                Map.of(),
                null,
                "ada",
                proof,
                null,
                null,
                null,
                null);
        try (LambdaClient lambda = LambdaClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(credentials)
                .build()) {
            lambda.invoke(call -> call.functionName(
                            cloud.at("/outputs/CreateDeploymentFunction").asText())
                    .payload(SdkBytes.fromUtf8String(Codec.write(request))));
        }

        assertThat(read(Keys.deployment("proven", token))
                        .orElseThrow()
                        .path("startedBy")
                        .asText())
                .matches("arn:aws:iam::[0-9]{12}:user/.+");
    }

    /** Returns what the bus got about an app, each of which follows the schema that is published for it. */
    private static List<JsonNode> told(String app) throws IOException {
        List<JsonNode> told = Files.readAllLines(archive()).stream()
                .map(Codec::parse)
                .filter(event -> event.path("source").asText().equals("slipway"))
                .filter(event -> event.at("/detail/app").asText().equals(app))
                .toList();
        assertThat(told)
                .allSatisfy(event -> assertThat(EventSchemas.problems(event)).isEmpty());
        return told;
    }

    private static Path archive() {
        return folder.resolve("events.jsonl");
    }

    private static void upload(String app, String name, byte[] bytes) {
        s3.putObject(call -> call.bucket(bucket).key("incoming/" + app + "/" + name), RequestBody.fromBytes(bytes));
    }

    private static void assertFailed(String app, String name, String cause) {
        JsonNode answer = answer(app, name);
        assertThat(answer.path("status").asText()).isEqualTo("failed");
        assertThat(answer.at("/failure/cause").asText()).contains(cause);
    }

    private static JsonNode answer(String app, String name) {
        return await().atMost(PATIENCE)
                .until(() -> read("results/" + app + "/" + name + ".json"), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonNode> read(String key) {
        try {
            return Optional.of(Codec.parse(
                    s3.getObjectAsBytes(call -> call.bucket(bucket).key(key)).asUtf8String()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private static byte[] tar(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            entries.write(out);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream out, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }

    @FunctionalInterface
    private interface Entries {
        void write(TarArchiveOutputStream out) throws IOException;
    }
}

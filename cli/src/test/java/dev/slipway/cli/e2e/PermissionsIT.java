package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.CreateDeploymentRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the template allows is what the pipeline does: nothing that it does is denied, and without any one statement
 * something would be.
 */
class PermissionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What a deploy with the embedded builder on an account without history does not come to, and who does. */
    private static final Set<String> ELSEWHERE = Set.of(
            // A build with BuildKit logs in, and reads what is in the registry.
            "Build.LogInToRegistry ecr:GetAuthorizationToken",
            "Build.PushAndPullImages ecr:BatchGetImage",
            "Build.PushAndPullImages ecr:GetDownloadUrlForLayer",
            "CallerPolicy.ReadAttestations ecr:BatchGetImage",
            "CallerPolicy.ReadAttestations ecr:GetDownloadUrlForLayer",
            // Only a bucket that keeps versions has any.
            "Build.ReadSources s3:GetObjectVersion",
            "S3Trigger.SeeUploads s3:GetObjectVersion",
            "Setup.ReadSources s3:GetObjectVersion",
            // An app whose [web] auth changes.
            "Launcher.ManageApps lambda:UpdateFunctionUrlConfig",
            // UpdateFunctionCode publishes, for which AWS does not say what it asks.
            "Launcher.ManageApps lambda:PublishVersion",
            // A workflow that is stopped while it builds.
            "Deploy.RunBuilds codebuild:StopBuild",
            // X-Ray alone has the traces of a pipeline on AWS.
            "CallerPolicy.ReadTraces xray:BatchGetTraces",
            "CallerPolicy.ReadTraces xray:ListRetrievedTraces",
            "CallerPolicy.ReadTraces xray:StartTraceRetrieval",
            // The local pipeline needs not be found; an answer to an upload or a start may get lost.
            "CallerPolicy.FindPipeline cloudformation:DescribeStacks",
            "CallerPolicy.UploadSources s3:GetObject",
            "CallerPolicy.WatchWorkflow states:DescribeExecution",
            "DeployerPolicy.FindPipeline cloudformation:DescribeStacks",
            "DeployerPolicy.UploadSources s3:GetObject",
            "DeployerPolicy.WatchWorkflow states:DescribeExecution",
            // A build that takes longer than a moment.
            "DeployerPolicy.WatchBuilds logs:GetLogEvents",
            // Whom a provider vouches for is read from a token that there is none of here.
            "DeployerRole.TrustJobs sts:AssumeRoleWithWebIdentity");

    private static final String DEPLOYER = "assumed-role/slipway-local-DeployerRole";

    @TempDir
    static Path folder;

    private static Slipway slipway;
    private static final List<Slipway.Ended> REFUSED = new ArrayList<>();
    private static final List<JsonNode> EVALUATIONS = new ArrayList<>();
    /** Actions by statement, but for those of this machine's own principals. */
    private static final Map<String, Set<String>> GRANTED = new LinkedHashMap<>();

    @BeforeAll
    static void useThePipeline() throws Exception {
        Path log = folder.resolve("access.jsonl");
        slipway = new Slipway(folder)
                .with("SLIPWAY_ACCESS_LOG", log.toString())
                .with(
                        "SLIPWAY_PARAMETERS",
                        "OidcProviderArn=arn:aws:iam::123456789012:oidc-provider/token.example.org OidcSubject=repo:me/app:*");
        deploys();
        refusals();
        slipway.run("destroy", "app", "--yes");
        for (String line : Files.readAllLines(log)) {
            JsonNode entry = Codec.parse(line);
            if (entry.has("allowed")) {
                EVALUATIONS.add(entry);
            } else if (entry.path("principal").asText().matches("arn:.*|.*[.]amazonaws[.]com")
                    && !entry.path("granted").asText().equals("AdministratorAccess")) {
                Set<String> actions =
                        GRANTED.computeIfAbsent(entry.path("granted").asText(), name -> new TreeSet<>());
                entry.path("actions").forEach(action -> actions.add(action.asText()));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        slipway.run("local", "stop");
        // The launcher was still waiting for the app that was cancelled.
        assertThat(ProcessHandle.allProcesses()).noneMatch(PermissionsIT::runsHere);
    }

    private static boolean runsHere(ProcessHandle process) {
        try {
            Path cwd = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return Files.readSymbolicLink(cwd).startsWith(folder.toRealPath());
        } catch (IOException goneOrOfSomebodyElse) {
            return false;
        }
    }

    private static void deploys() throws Exception {
        Path source = source("app", "");
        assertThat(slipway.run("deploy", source.toString(), "--env", "COLOUR=red")
                        .exitCode())
                .isZero();
        aJob();
        assertThat(slipway.run("rollback", "app").exitCode()).isZero();
        assertThat(slipway.run("env", "set", "--app", "app", "COLOUR=blue").exitCode())
                .isZero();
        assertThat(slipway.run("logs", "app").exitCode()).isZero();
        assertThat(slipway.run("logs", "app", "--build").exitCode()).isZero();
        Path tar = folder.resolve("source.tar");
        assertThat(new ProcessBuilder("tar", "cf", tar.toString(), "-C", source.toString(), ".")
                        .start()
                        .waitFor())
                .isZero();
        upload("incoming/uploaded/source.tar", tar);
        upload("incoming/uploaded/source.exe", tar);
        await().atMost(PATIENCE).until(() -> latest("uploaded").equals("live"));
    }

    private static void refusals() throws Exception {
        assertThat(slipway.run("deploy", source("sick", "System.exit(3);").toString())
                        .exitCode())
                .isEqualTo(1);
        Slipway.Running slow = slipway.start(
                "deploy", source("slow", "Thread.currentThread().join();").toString());
        await().atMost(PATIENCE).until(() -> slow.err().contains("version "));
        assertThat(slipway.run("cancel", "slow").exitCode()).isZero();
        assertThat(slow.await().exitCode()).isEqualTo(4);
        try (Pipeline pipeline = slipway.pipeline()) {
            // A source that is gone when its deployment begins.
            String hash = "0".repeat(64);
            SourceLayer layer = new SourceLayer("sources/gone/" + hash + ".tar.zst", "sha256:" + hash, 1, null, null);
            String id = DeploymentId.random(Instant.now(), new SecureRandom());
            CreateDeploymentRequest request = new CreateDeploymentRequest(
                    id,
                    Kind.DEPLOY,
                    "gone",
                    new Source(List.of(layer), 1),
                    null,
                    Map.of(),
                    Map.of(),
                    null,
                    "test",
                    null,
                    null,
                    null,
                    null,
                    null);
            var created = pipeline.functions().createDeployment(request);
            pipeline.executions().start(created);
            await().atMost(PATIENCE).until(() -> latest("gone").equals("failed"));
        }
    }

    @Test
    void pipeline_doesNothingThatIsDenied() {
        assertThat(EVALUATIONS)
                .filteredOn(entry -> !entry.path("allowed").asBoolean()
                        && !entry.path("principal").asText().contains(DEPLOYER))
                .isEmpty();
    }

    @Test
    void deployer_deploysAndCancels_andIsDeniedAllElse() {
        assertThat(EVALUATIONS)
                .filteredOn(entry -> !entry.path("allowed").asBoolean())
                .extracting(entry -> entry.path("action").asText())
                .containsExactlyInAnyOrder("s3:DeleteObject", "logs:FilterLogEvents");
        assertThat(REFUSED).allSatisfy(refused -> {
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err()).contains("is not authorized to perform");
        });
    }

    @Test
    void statement_takenAway_deniesSomething() {
        Set<String> needed = new HashSet<>();
        for (JsonNode entry : EVALUATIONS) {
            if (entry.path("statements").size() == 1) {
                needed.add(entry.path("statements").get(0).asText());
            }
        }
        for (String elsewhere : ELSEWHERE) {
            needed.add(elsewhere.substring(0, elsewhere.indexOf(' ')));
        }
        assertThat(needed).containsAll(GRANTED.keySet());
    }

    @Test
    void action_ofAStatement_isUsed() {
        Set<String> used = new HashSet<>(ELSEWHERE);
        for (JsonNode entry : EVALUATIONS) {
            entry.path("statements")
                    .forEach(statement -> used.add(
                            statement.asText() + " " + entry.path("action").asText()));
        }
        Set<String> granted = new TreeSet<>();
        GRANTED.forEach((statement, actions) -> actions.forEach(action -> granted.add(statement + " " + action)));

        assertThat(granted).hasSizeGreaterThan(100);
        assertThat(used).containsAll(granted);
    }

    /** Deploys with a deployer's credentials, is interrupted at another deploy, and tries what it may not. */
    private static void aJob() throws Exception {
        String person = beDeployer();
        assertThat(slipway.run("deploy", source("app", "// changed").toString()).exitCode())
                .isZero();
        Slipway.Running slow = slipway.start(
                "deploy", source("slow", "Thread.currentThread().join();").toString());
        await().atMost(PATIENCE).until(() -> slow.err().contains("version "));
        new ProcessBuilder("kill", "-INT", Long.toString(slow.process().pid()))
                .start()
                .waitFor();
        assertThat(slow.await().exitCode()).isEqualTo(130);
        REFUSED.add(slipway.run("destroy", "app", "--yes"));
        REFUSED.add(slipway.run("logs", "app"));
        Files.writeString(cloudFile(), person);
    }

    /** Has the command sign as a job would, and returns how it signed before. */
    private static String beDeployer() throws IOException {
        String person = Files.readString(cloudFile());
        ObjectNode cloud = (ObjectNode) Codec.parse(person);
        JsonNode deployer = Codec.parse(Files.readString(folder.resolve("home/local/principals/DeployerRole.json")));
        cloud.set("credentials", deployer);
        Files.writeString(cloudFile(), cloud.toString());
        return person;
    }

    private static Path cloudFile() {
        return folder.resolve("home/local/cloud.json");
    }

    private static Path source(String app, String line) throws IOException {
        Path source = Files.createDirectories(folder.resolve("sources").resolve(app));
        Files.writeString(source.resolve("App.java"), """
                import com.sun.net.httpserver.HttpServer;

                public class App {
                    public static void main(String[] arguments) throws Exception {
                        %s
                        int port = Integer.parseInt(System.getenv("PORT"));
                        HttpServer server = HttpServer.create(new java.net.InetSocketAddress(port), 0);
                        server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
                        server.start();
                    }
                }
                """.formatted(line));
        return source;
    }

    private static void upload(String key, Path file) throws IOException {
        JsonNode cloud = Codec.parse(Files.readString(cloudFile()));
        try (S3Client s3 = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(cloud.path("s3Endpoint").asText()))
                .region(Region.of(cloud.path("region").asText()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        cloud.at("/exports/AWS_ACCESS_KEY_ID").asText(),
                        cloud.at("/exports/AWS_SECRET_ACCESS_KEY").asText())))
                .build()) {
            s3.putObject(
                    request ->
                            request.bucket(cloud.at("/outputs/Bucket").asText()).key(key),
                    RequestBody.fromFile(file));
        }
    }

    private static String latest(String app) throws Exception {
        Slipway.Ended status = slipway.run("status", app, "--output", "json");
        return status.exitCode() == 0
                ? Codec.parse(status.last())
                        .path(0)
                        .path("latest")
                        .path("status")
                        .asText()
                : "";
    }
}

package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariableType;
import software.amazon.awssdk.services.codebuild.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;
import software.amazon.awssdk.services.codebuild.model.StatusType;

final class CodeBuildIT {
    private static final String BUILDSPEC =
            "{version: 0.2, phases: {build: {commands: ['echo \"begin $WHO\"', 'test \"$WHO\" = me || sleep 300']}}}";

    @TempDir
    private Path folder;

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Builds builds;
    private FrontDoor door;
    private CodeBuildClient client;

    @BeforeEach
    void open() throws IOException {
        Principals principals = new Principals(folder.resolve("principals"));
        Principal cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        Project project = new Project(
                "slipway-local",
                "code/codebuild.zip",
                List.of(),
                "LINUX_CONTAINER",
                "BUILD_GENERAL1_MEDIUM",
                "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "arn:aws:iam::123456789012:role/build",
                principals.ensure("BuildRole", "arn:aws:sts::123456789012:assumed-role/build/build"),
                "/aws/codebuild/slipway-local",
                30,
                60);
        builds = new Builds(
                folder,
                List.of(project),
                location -> new SourceObjects.Found("etag", CodeBuildIT::zip),
                new HostSettings(System.getenv(), List.of(), Map::of),
                role -> (group, stream, time, line) -> lines.add(line),
                event -> {},
                Clock.systemUTC(),
                "us-east-1",
                "123456789012");
        door = new FrontDoor(
                0,
                List.of(new CodeBuildService(builds, "arn:aws:codebuild:us-east-1:123456789012:project/")),
                principals,
                Everything.allowedTo(cli.arn()),
                Clock.systemUTC(),
                "build");
        client = CodeBuildClient.builder()
                .endpointOverride(door.uri())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey())))
                .build();
    }

    private static ByteArrayInputStream zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("buildspec.yml"));
            zip.write(BUILDSPEC.getBytes(UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
        builds.close();
    }

    @Test
    void startBuild_endsWithPhasesThatAreOnTheClock() throws Exception {
        Build started = start("me");
        assertThat(started.id()).startsWith("slipway-local:");
        assertThat(started.buildStatus()).isEqualTo(StatusType.IN_PROGRESS);

        builds.ended(started.id()).toCompletableFuture().get(20, TimeUnit.SECONDS);
        Build ended = describe(started.id());
        assertThat(ended.buildStatus()).isEqualTo(StatusType.SUCCEEDED);
        assertThat(ended.buildComplete()).isTrue();
        assertThat(ended.logs().streamName()).isEqualTo(started.id().substring("slipway-local:".length()));
        assertThat(ended.phases())
                .extracting(BuildPhase::phaseType)
                .containsExactly(
                        BuildPhaseType.SUBMITTED,
                        BuildPhaseType.QUEUED,
                        BuildPhaseType.PROVISIONING,
                        BuildPhaseType.DOWNLOAD_SOURCE,
                        BuildPhaseType.INSTALL,
                        BuildPhaseType.PRE_BUILD,
                        BuildPhaseType.BUILD,
                        BuildPhaseType.POST_BUILD,
                        BuildPhaseType.UPLOAD_ARTIFACTS,
                        BuildPhaseType.FINALIZING,
                        BuildPhaseType.COMPLETED);
        Duration apart = Duration.between(started.startTime(), ended.endTime());
        assertThat(apart).isPositive().isLessThan(Duration.ofSeconds(20));
        assertThat(lines).contains("begin me");
    }

    @Test
    void stopBuild_stopsIt() throws Exception {
        Build started = start("other");
        String line;
        do {
            line = lines.poll(10, TimeUnit.SECONDS);
        } while (line != null && !line.equals("begin other"));
        client.stopBuild(request -> request.id(started.id()));
        builds.ended(started.id()).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(describe(started.id()).buildStatus()).isEqualTo(StatusType.STOPPED);
    }

    @Test
    void listBuilds_isInOrder() throws Exception {
        String first = start("me").id();
        builds.ended(first).toCompletableFuture().get(20, TimeUnit.SECONDS);
        String second = start("me").id();
        assertThat(client.listBuilds(request -> {}).ids()).containsExactly(second, first);
        assertThat(client.listBuildsForProject(
                                request -> request.projectName("slipway-local").sortOrder(SortOrderType.ASCENDING))
                        .ids())
                .containsExactly(first, second);
        assertThat(client.batchGetBuilds(request -> request.ids("slipway-local:none"))
                        .buildsNotFound())
                .containsExactly("slipway-local:none");
    }

    @Test
    void projects_areDescribedOrNotFound() {
        var answer = client.batchGetProjects(request -> request.names("slipway-local", "none"));
        assertThat(answer.projects().get(0).source().location()).isEqualTo("code/codebuild.zip");
        assertThat(answer.projectsNotFound()).containsExactly("none");
        assertThatThrownBy(() -> client.startBuild(request -> request.projectName("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Project cannot be found");
    }

    private Build start(String who) {
        EnvironmentVariable variable = EnvironmentVariable.builder()
                .name("WHO")
                .value(who)
                .type(EnvironmentVariableType.PLAINTEXT)
                .build();
        return client.startBuild(
                        request -> request.projectName("slipway-local").environmentVariablesOverride(List.of(variable)))
                .build();
    }

    private Build describe(String id) {
        return client.batchGetBuilds(request -> request.ids(id)).builds().get(0);
    }
}

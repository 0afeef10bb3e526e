package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.Principal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class BuildsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal ROLE =
            new Principal("BuildRole", "arn:aws:sts::123456789012:assumed-role/b/b", "ASIA1", "secret");

    @TempDir
    private Path folder;

    private String buildspec = "";
    private int unpacked;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<ObjectNode> events = new LinkedBlockingQueue<>();
    private Builds builds;

    @BeforeEach
    void open() throws IOException {
        builds = open(Clock.systemUTC());
    }

    private Builds open(Clock clock) throws IOException {
        Project project = new Project(
                "app",
                "code/codebuild.zip",
                List.of(new EnvironmentVariable("LEVEL", "project", "PLAINTEXT")),
                "LINUX_CONTAINER",
                "BUILD_GENERAL1_SMALL",
                "image",
                "arn:aws:iam::123456789012:role/b",
                ROLE,
                "/aws/codebuild/app",
                30,
                60);
        HostSettings host = new HostSettings(
                Map.of("PATH", System.getenv("PATH"), "SECRET_OF_THE_HOST", "x"),
                List.of(Path.of("/shims")),
                () -> Map.of("SLIPWAY_BUILDER", "http://127.0.0.1:1"));
        return new Builds(
                folder,
                List.of(project),
                location -> new SourceObjects.Found(Integer.toString(buildspec.hashCode()), this::zip),
                host,
                role -> (group, stream, time, line) -> lines.add(line),
                events::add,
                clock,
                "us-east-1",
                "123456789012");
    }

    private ByteArrayInputStream zip() throws IOException {
        unpacked++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("buildspec.yml"));
            zip.write(buildspec.getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("big.jar"));
            zip.write(new byte[2 << 20]);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    @AfterEach
    void close() {
        builds.close();
    }

    @Test
    void build_thatSucceeds_hasAllPhasesLogAndNoLeftovers() throws Exception {
        spec("echo out; echo err >&2; printf last");
        JsonNode build = run("{'projectName':'app'}");
        assertThat(build.path("buildStatus").asText()).isEqualTo("SUCCEEDED");
        assertThat(phases(build))
                .containsExactly(
                        "SUBMITTED SUCCEEDED",
                        "QUEUED SUCCEEDED",
                        "PROVISIONING SUCCEEDED",
                        "DOWNLOAD_SOURCE SUCCEEDED",
                        "INSTALL SUCCEEDED",
                        "PRE_BUILD SUCCEEDED",
                        "BUILD SUCCEEDED",
                        "POST_BUILD SUCCEEDED",
                        "UPLOAD_ARTIFACTS SUCCEEDED",
                        "FINALIZING SUCCEEDED",
                        "COMPLETED ");
        assertThat(lines).contains("out", "err", "last");
        assertThat(leftovers()).isEmpty();
        assertThat(events)
                .extracting(event -> event.path("detail").path("build-status").asText())
                .containsExactly("IN_PROGRESS", "SUCCEEDED");
    }

    @Test
    void build_environment_isCodeBuildsAndNothingElse() throws Exception {
        spec("env | sort | sed 's/^/env /'", "test -f big.jar");
        JsonNode build = run(
                "{'projectName':'app','environmentVariablesOverride':[{'name':'LEVEL','value':'start','type':'PLAINTEXT'}]}");
        assertThat(build.path("buildStatus").asText()).isEqualTo("SUCCEEDED");
        assertThat(lines)
                .contains(
                        "env LEVEL=start",
                        "env AWS_REGION=us-east-1",
                        "env LC_CTYPE=C.UTF-8",
                        "env AWS_ACCESS_KEY_ID=ASIA1",
                        "env SLIPWAY_BUILDER=http://127.0.0.1:1",
                        "env CODEBUILD_BUILD_ID=" + build.path("id").asText(),
                        "env CODEBUILD_BUILD_SUCCEEDING=1")
                .anyMatch(line -> line.startsWith("env PATH=") && line.contains(":/shims:"))
                .noneMatch(line -> line.contains("SECRET_OF_THE_HOST") || line.startsWith("env __slipway"));
    }

    @Test
    void build_twice_unpacksAnUnchangedSourceOnce() throws Exception {
        spec("true");
        run("{'projectName':'app'}");
        run("{'projectName':'app'}");
        assertThat(unpacked).isEqualTo(1);
        spec("false");
        assertThat(run("{'projectName':'app'}").path("buildStatus").asText()).isEqualTo("FAILED");
        assertThat(unpacked).isEqualTo(2);
    }

    @Test
    void build_commands_shareOneShellEvenAfterExit() throws Exception {
        buildspec = """
                version: 0.2
                phases:
                  build:
                    commands:
                      - plain=1; export KEPT=2; mkdir sub; cd sub
                      - echo "plain $plain in ${PWD##*/}"
                      - exit 3
                    finally:
                      - echo "kept $KEPT in ${PWD##*/} succeeding $CODEBUILD_BUILD_SUCCEEDING"
                  post_build:
                    commands:
                      - echo "post $KEPT $CODEBUILD_BUILD_SUCCEEDING"
                """;
        JsonNode build = run("{'projectName':'app'}");
        assertThat(lines).contains("plain 1 in sub", "kept 2 in sub succeeding 0", "post 2 0");
        assertThat(phases(build)).contains("BUILD FAILED", "POST_BUILD SUCCEEDED");
        assertThat(build.path("buildStatus").asText()).isEqualTo("FAILED");
        assertThat(context(build, "BUILD").path("statusCode").asText()).isEqualTo("COMMAND_EXECUTION_ERROR");
        assertThat(context(build, "BUILD").path("message").asText())
                .isEqualTo("Error while executing command: exit 3. Reason: exit status 3");
    }

    @Test
    void build_failureBeforeBuild_endsUnlessToContinue() throws Exception {
        String template = "{version: 0.2, phases: {pre_build: {%s commands: ['false']}, build: {commands: ['true']}}}";
        buildspec = template.formatted("");
        assertThat(phases(run("{'projectName':'app'}")))
                .contains("PRE_BUILD FAILED")
                .doesNotContain("BUILD SUCCEEDED");
        buildspec = template.formatted("on-failure: CONTINUE,");
        assertThat(phases(run("{'projectName':'app'}"))).contains("PRE_BUILD FAILED", "BUILD SUCCEEDED");
    }

    @Test
    void build_java_startsFromAnArchiveOnceItIsMade() throws Exception {
        spec("java -cp . -version 2>&1 | head -1; [[ $(type -p java) == */java/*/bin/java ]]");
        assertThat(run("{'projectName':'app'}").path("buildStatus").asText()).isEqualTo("SUCCEEDED");
        Path own = only(folder.resolve("java"));
        // Making the archive takes its time; that it was begun is seen by the classes it is made of.
        assertThat(own.resolve("classes")).isNotEmptyFile();
        Files.writeString(own.resolve("archive"), "does not fit");
        assertThat(run("{'projectName':'app'}").path("buildStatus").asText()).isEqualTo("SUCCEEDED");
    }

    private static Path only(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findFirst().orElseThrow();
        }
    }

    @Test
    void build_wrongBuildspec_failsInDownloadSource() throws Exception {
        buildspec = "version: 0.2\nphases: [";
        JsonNode build = run("{'projectName':'app'}");
        assertThat(context(build, "DOWNLOAD_SOURCE").path("statusCode").asText())
                .isEqualTo("YAML_FILE_ERROR");
        assertThat(build.path("buildStatus").asText()).isEqualTo("FAILED");
    }

    @Test
    void stop_killsTheWholeTreeWithinTwoSeconds() throws Exception {
        spec("trap '' TERM; setsid sleep 300 & (sleep 300; true) & env -i setsid sleep 300 & echo started; wait");
        String id = builds.start(JSON.readTree("{\"projectName\":\"app\"}"), "cli")
                .path("id")
                .asText();
        await("started");
        List<ProcessHandle> processes = processesOf(id);
        assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
        long start = System.nanoTime();
        builds.stop(id);
        JsonNode build = builds.ended(id).toCompletableFuture().get(5, TimeUnit.SECONDS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(build.path("buildStatus").asText()).isEqualTo("STOPPED");
        assertThat(processesOf(id)).isEmpty();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void queue_takesTwoAtOnce_andAStoppedOneLeavesItAtOnce() throws Exception {
        spec("echo started; sleep 300");
        String first = start();
        String second = start();
        await("started");
        await("started");
        String third = start();
        builds.stop(third);
        JsonNode stopped = builds.ended(third).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(phases(stopped))
                .containsExactly("SUBMITTED SUCCEEDED", "QUEUED STOPPED", "FINALIZING SUCCEEDED", "COMPLETED ");
        assertThat(builds.find(first).orElseThrow().isComplete()).isFalse();
        assertThat(builds.find(second).orElseThrow().isComplete()).isFalse();
    }

    @Test
    void timeOut_endsTheBuild() throws Exception {
        spec("sleep 300");
        BuildStore store = new BuildStore(folder.resolve("other"));
        BuildOrder order = new BuildOrders(store, Clock.systemUTC(), "us-east-1", "123456789012")
                .order(JSON.readTree("{}"), builds.project("app"), 1, "cli");
        BuildTools tools = new BuildTools(
                folder.resolve("work"),
                new SourceCache(folder.resolve("sources2"), location -> new SourceObjects.Found("1", this::zip)),
                new SharedClasses(folder.resolve("java2"), Path.of("java")),
                store,
                new BuildEnvironment(new HostSettings(System.getenv(), List.of(), Map::of), "us-east-1"),
                new BuildEvents(events::add),
                role -> (group, stream, time, line) -> lines.add(line),
                Clock.systemUTC());
        Duration limit = Duration.ofMillis(300);
        new BuildRun(new BuildOrder(order.build(), order.project(), List.of(), order.buildspec(), limit), tools).run();
        assertThat(order.build().snapshot().path("buildStatus").asText()).isEqualTo("TIMED_OUT");
        assertThat(context(order.build().snapshot(), "BUILD").path("statusCode").asText())
                .isEqualTo("BUILD_TIMED_OUT");
    }

    @Test
    void restart_endsWhatWasRunning() throws Exception {
        spec("echo started; sleep 300");
        String id = start();
        await("started");
        // Opening the folder again is what a restart after kill -9 does: the old runner knows nothing of it.
        CountDownLatch recovered = new CountDownLatch(1);
        try (Builds again = open(Clock.systemUTC())) {
            recovered.countDown();
            JsonNode build = again.ended(id).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(build.path("buildStatus").asText()).isEqualTo("FAULT");
            assertThat(context(build, "BUILD").path("message").asText()).isEqualTo("the local cloud was restarted");
            assertThat(processesOf(id)).isEmpty();
        }
        assertThat(recovered.getCount()).isZero();
    }

    @Test
    void start_withAToken_isOneBuild() throws Exception {
        spec("true");
        JsonNode input = JSON.readTree("{\"projectName\":\"app\",\"idempotencyToken\":\"t\"}");
        assertThat(builds.start(input, "cli").path("id"))
                .isEqualTo(builds.start(input, "cli").path("id"));
        JsonNode other =
                JSON.readTree("{\"projectName\":\"app\",\"idempotencyToken\":\"t\",\"timeoutInMinutesOverride\":10}");
        assertThatThrownBy(() -> builds.start(other, "cli"))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidInputException"));
        assertThatThrownBy(() -> builds.start(JSON.readTree("{\"projectName\":\"none\"}"), "cli"))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFoundException"));
    }

    private void spec(String... commands) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", 0.2);
        for (String command : commands) {
            root.withObject("/phases/build").withArray("commands").add(command);
        }
        buildspec = root.toString();
    }

    private String start() throws IOException {
        return builds.start(JSON.readTree("{\"projectName\":\"app\"}"), "cli")
                .path("id")
                .asText();
    }

    private JsonNode run(String input) throws Exception {
        String id = builds.start(JSON.readTree(input.replace('\'', '"')), "cli")
                .path("id")
                .asText();
        return builds.ended(id).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void await(String wanted) throws InterruptedException {
        String line;
        do {
            line = lines.poll(10, TimeUnit.SECONDS);
            assertThat(line).isNotNull();
        } while (!wanted.equals(line));
    }

    private static List<String> phases(JsonNode build) {
        return StreamSupport.stream(build.path("phases").spliterator(), false)
                .map(phase -> phase.path("phaseType").asText() + " "
                        + phase.path("phaseStatus").asText())
                .toList();
    }

    private static JsonNode context(JsonNode build, String phase) {
        return StreamSupport.stream(build.path("phases").spliterator(), false)
                .filter(entry -> entry.path("phaseType").asText().equals(phase))
                .findFirst()
                .orElseThrow()
                .path("contexts")
                .path(0);
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("work"))) {
            return left.toList();
        }
    }

    private static List<ProcessHandle> processesOf(String id) throws IOException {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> environment(process).contains("CODEBUILD_BUILD_ID=" + id))
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
        } catch (IOException gone) {
            return "";
        }
    }
}

package dev.slipway.cli.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.emulator.Steps.StepFailure;
import dev.slipway.cli.pack.Packed;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Logs;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.events.step.LaunchOutcome;
import dev.slipway.events.step.LaunchRequest;
import dev.slipway.events.step.LaunchResult;
import dev.slipway.events.step.SetupRequest;
import dev.slipway.events.step.SetupResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What the command and the functions ask of a cloud, asked of one that answers at the address in a variable of the
 * environment; {@code .ci/emulators.sh} starts those that others wrote.
 */
@Tag("emulator")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EmulatorCases {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path folder;

    private final String variable;
    private final String pipelineName;
    private Pipeline pipeline;
    private Steps steps;
    private Cloud cloud;
    private Deployments at;

    EmulatorCases(String variable, String pipelineName) {
        this.variable = variable;
        this.pipelineName = pipelineName;
    }

    /** Brings the pipeline there and says how it is reached. */
    abstract Cloud prepare(String address, Path repository) throws Exception;

    @BeforeAll
    void start() throws Exception {
        String address = System.getenv(variable);
        Assumptions.assumeTrue(address != null, "skipped: " + variable + " is not set, see .ci/emulators.sh");
        Path repository = Deployments.repository();
        cloud = prepare(address, repository);
        Site site = find(cloud, address);
        pipeline = new Pipeline(site, new Clients(site, List.of()));
        steps = new Steps(repository.resolve("functions/steps/target/functions.jar"));
        at = new Deployments(cloud, pipeline, steps, environment(cloud, site), folder, Instant.now());
    }

    private static Map<String, String> environment(Cloud cloud, Site site) {
        Map<String, String> environment = new HashMap<>(cloud.variables());
        String account = site.stateMachine().split(":", -1)[4];
        environment.putAll(Map.of(
                "SLIPWAY_PIPELINE",
                site.pipeline(),
                "SLIPWAY_BUCKET",
                site.bucket(),
                "SLIPWAY_STATE_MACHINE",
                site.stateMachine(),
                "SLIPWAY_REPOSITORY",
                "slipway-" + site.pipeline(),
                "SLIPWAY_ARCHITECTURE",
                "x86_64",
                "SLIPWAY_APP_ROLE",
                "arn:aws:iam::" + account + ":role/app",
                "SLIPWAY_APP_MEMORY_MIB",
                "512"));
        environment.putAll(Map.of(
                "SLIPWAY_UPLOAD_TIMEOUT_MINUTES", "60",
                "SLIPWAY_BUILD_TIMEOUT_MINUTES", "30",
                "SLIPWAY_MAX_SOURCE_MIB", "2048",
                "SLIPWAY_MAX_UNPACKED_MIB", "8192",
                "SLIPWAY_MAX_UNPACK_RATIO", "100",
                "SLIPWAY_MAX_ENTRIES", "500000"));
        return environment;
    }

    Site find(Cloud cloud, String address) {
        return cloud.discover(pipelineName, folder);
    }

    @AfterAll
    void stop() throws Exception {
        if (pipeline != null) {
            pipeline.close();
            steps.close();
        }
    }

    @Test
    void discovery_ofTheStack_findsBucketAndWorkflow() {
        assertThat(pipeline.site().bucket()).startsWith("slipway-" + pipelineName);
        assertThat(pipeline.site().stateMachine()).endsWith(":stateMachine:slipway-" + pipelineName);
    }

    @Test
    void createDeployment_byManyAtOnce_givesOutEachNumberOnce() throws Exception {
        List<CreateDeploymentResult> all =
                atOnce(24, () -> at.create(Deployments.request("many", Deployments.layer("many", "ab".repeat(32), 1))));

        assertThat(all)
                .extracting(CreateDeploymentResult::sequence)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 24).boxed().toList());
        assertThat(pipeline.records().deployments("many", 100))
                .hasSize(24)
                .allMatch(record -> record.status() == DeploymentStatus.UPLOADING);
    }

    @Test
    void createDeployment_repeated_isOne() {
        CreateDeploymentRequest request =
                Deployments.request("repeated", Deployments.layer("repeated", "ab".repeat(32), 1));

        assertThat(at.create(request).input()).isEqualTo(at.create(request).input());
    }

    @Test
    void upload_ofWhatIsThere_changesNothing() throws Exception {
        String key = Keys.source("upload", "cd".repeat(32));
        pipeline.uploads().put(key, Files.writeString(folder.resolve("first"), "first"), sent -> {});
        pipeline.uploads().put(key, Files.writeString(folder.resolve("second"), "second"), sent -> {});

        assertThat(at.text(key)).isEqualTo("first");
    }

    @Test
    void setup_ofAnUploadedSource_writesThePlan() throws Exception {
        CreateDeploymentResult deployment = at.uploaded("setup");
        SetupResult result = steps.call(
                "setup.Setup",
                at.environment(),
                new SetupRequest(deployment.input(), at.execution(deployment)),
                SetupResult.class);

        assertThat(result.stack()).isEqualTo("java");
        assertThat(at.text(result.planKey())).contains("\"stack\":\"java\"");
        assertThat(pipeline.records().deployment("setup", deployment.deploymentId()))
                .get()
                .extracting(record -> record.status())
                .isEqualTo(DeploymentStatus.BUILDING);
    }

    @Test
    void createVersion_byManyAtOnce_givesEachDeploymentItsNumber() throws Exception {
        List<CreateDeploymentResult> deployments = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            deployments.add(at.planned("versions"));
        }
        List<Long> numbers = atOnce(deployments.stream()
                .<Callable<Long>>map(deployment -> () -> at.version(deployment))
                .toList());

        assertThat(numbers).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(at.version(deployments.get(0))).as("repeated").isEqualTo(numbers.get(0));
        assertThat(pipeline.records().versions("versions", 10)).hasSize(6);
    }

    @Test
    void activate_ofAnOlderDeployment_isRefused() throws Exception {
        CreateDeploymentResult older = at.planned("activate");
        CreateDeploymentResult newer = at.planned("activate");

        assertThat(at.activate(newer, at.version(newer)).version()).isEqualTo(1);
        assertThatThrownBy(() -> at.activate(older, at.version(older)))
                .isInstanceOf(StepFailure.class)
                .hasMessageStartingWith("SupersededException");
        assertThat(at.text(Keys.desired("activate"))).contains(newer.deploymentId());
    }

    @Test
    void launch_ofAnAppThatDoesNotAnswer_publishesAndMovesNoAlias() throws Exception {
        CreateDeploymentResult deployment = at.planned("launch");
        Assumptions.assumeTrue(hasImages(), "skipped: no functions of images, see infra/README.md");
        Deployments.Image image = at.push("launch-" + deployment.deploymentId());
        at.activate(deployment, at.version(deployment, image));

        List<LaunchOutcome> outcomes = Stream.generate(() -> steps.call(
                        "launcher.Launcher",
                        at.environment(),
                        new LaunchRequest(deployment.input(), at.execution(deployment)),
                        LaunchResult.class))
                .limit(60)
                .map(LaunchResult::outcome)
                .dropWhile(outcome -> outcome == LaunchOutcome.WAIT)
                .limit(1)
                .toList();

        assertThat(outcomes).containsExactly(LaunchOutcome.FAILED);
        String function = pipeline.site().appFunction("launch");
        try (LambdaClient lambda = cloud.client(LambdaClient.builder())) {
            assertThat(lambda.getFunction(call -> call.functionName(function).qualifier("1"))
                            .configuration()
                            .environment()
                            .variables())
                    .containsEntry("SLIPWAY_VERSION", "1");
            assertThat(lambda.listAliases(call -> call.functionName(function)).aliases())
                    .isEmpty();
        }
        assertThat(pipeline.records().live("launch")).isEmpty();
    }

    /** Says whether functions can be made of images there, and be told apart by them. */
    boolean hasImages() {
        return true;
    }

    @Test
    void trigger_ofAnEventThatComesTwice_startsOneExecution() throws Exception {
        String key = "incoming/trigger/hello.tar.zst";
        try (Packed packed = at.packed()) {
            pipeline.clients()
                    .s3()
                    .putObject(
                            call -> call.bucket(pipeline.site().bucket()).key(key),
                            RequestBody.fromFile(packed.archive()));
        }
        String event = at.event(key);
        steps.call("s3trigger.S3Trigger", at.environment(), event);
        String id = Codec.parse(steps.call("s3trigger.S3Trigger", at.environment(), event))
                .path("deploymentId")
                .asText();

        assertThat(pipeline.executions().describe(pipeline.site().execution(id)))
                .get()
                .extracting(
                        execution -> Codec.parse(execution.input()).path("app").asText())
                .isEqualTo("trigger");
        try (SfnClient states = cloud.client(SfnClient.builder())) {
            assertThat(states.listExecutions(
                                    call -> call.stateMachineArn(pipeline.site().stateMachine()))
                            .executions())
                    .filteredOn(execution -> execution.name().equals(id))
                    .hasSize(1);
        }
    }

    @Test
    void start_repeated_isOneExecutionWithTheStoredInput() throws Exception {
        CreateDeploymentResult deployment = at.uploaded("start");
        String arn = pipeline.executions().start(deployment);

        assertThat(pipeline.executions().start(deployment)).isEqualTo(arn);
        assertThat(pipeline.executions().describe(arn))
                .get()
                .extracting(execution -> Codec.read(execution.input(), ExecutionInput.class))
                .isEqualTo(deployment.input());
    }

    @Test
    void stop_ofNoExecution_saysSo() {
        String arn = pipeline.site().execution(DeploymentId.random(Instant.now(), RANDOM));

        assertThat(pipeline.executions().stop(arn, "Cancelled", "not there")).isFalse();
        assertThat(pipeline.executions().describe(arn)).isEmpty();
    }

    @Test
    void logs_ofABuild_areReadOnFromWhereTheyWereLeft() {
        String stream = "a1b2c3d4-" + DeploymentId.random(Instant.now(), RANDOM).toLowerCase(Locale.ROOT);
        Logs.BuildLog log = pipeline.logs().build("slipway-" + pipelineName + ":" + stream);
        assertThat(log.next()).isEmpty();
        try (CloudWatchLogsClient logs = cloud.client(CloudWatchLogsClient.builder())) {
            String group = pipeline.site().buildLogGroup();
            ensure(logs, group);
            logs.createLogStream(call -> call.logGroupName(group).logStreamName(stream));
            write(logs, stream, "first");
            assertThat(log.next()).extracting(Logs.Line::text).containsExactly("first");
            write(logs, stream, "second");
            assertThat(log.next()).extracting(Logs.Line::text).containsExactly("second");
            assertThat(log.next()).isEmpty();
        }
    }

    private static void ensure(CloudWatchLogsClient logs, String group) {
        if (logs.describeLogGroups(call -> call.logGroupNamePrefix(group))
                .logGroups()
                .isEmpty()) {
            logs.createLogGroup(call -> call.logGroupName(group));
        }
    }

    private void write(CloudWatchLogsClient logs, String stream, String text) {
        logs.putLogEvents(call -> call.logGroupName(pipeline.site().buildLogGroup())
                .logStreamName(stream)
                .logEvents(InputLogEvent.builder()
                        .timestamp(System.currentTimeMillis())
                        .message(text)
                        .build()));
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        return atOnce(IntStream.range(0, times).mapToObj(i -> call).toList());
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}

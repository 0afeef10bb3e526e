package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.slipway.local.front.FrontDoor;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.iam.Everything;
import dev.slipway.local.stepfunctions.task.LambdaInvokeTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;

/** The real SDK against the service behind the front door. */
final class StepFunctionsIT {
    private static final String DEFINITION = """
            {"QueryLanguage":"JSONata","StartAt":"Call","States":{
              "Call":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",
                "Arguments":{"FunctionName":"echo","Payload":"{% $states.input %}"},
                "Assign":{"n":"{% $states.result.Payload.n %}"},"Next":"Pause"},
              "Pause":{"Type":"Wait","Seconds":1,"Next":"Done"},
              "Done":{"Type":"Succeed","Output":"{% $n + 1 %}"}}}
            """;

    @TempDir
    private Path state;

    private StepFunctionsService service;
    private FrontDoor front;
    private SfnClient client;

    @BeforeEach
    void open() {
        LambdaInvokeTask echo = new LambdaInvokeTask(call -> CompletableFuture.completedFuture(
                new LambdaInvokeTask.Answer(200, "1", Optional.empty(), call.payload(), "id")));
        service = new StepFunctionsService(
                state.resolve("states"), "us-east-1", "123456789012", Clock.systemUTC(), List.of(echo), event -> {});
        Principals principals = new Principals(state.resolve("principals"));
        Principal cli = principals.ensure("cli", "arn:aws:iam::123456789012:user/cli");
        front = new FrontDoor(
                0, List.of(service), principals, Everything.allowedTo(cli.arn()), Clock.systemUTC(), "build");
        client = SfnClient.builder()
                .endpointOverride(front.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(cli.accessKeyId(), cli.secretAccessKey())))
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        front.close();
        service.close();
    }

    private String create(String name) {
        return client.createStateMachine(
                        machine -> machine.name(name).definition(DEFINITION).roleArn(Wire.ROLE))
                .stateMachineArn();
    }

    private DescribeExecutionResponse ended(String arn) {
        await().until(() -> status(arn) != ExecutionStatus.RUNNING);
        return client.describeExecution(execution -> execution.executionArn(arn));
    }

    private ExecutionStatus status(String arn) {
        return client.describeExecution(execution -> execution.executionArn(arn))
                .status();
    }

    @Test
    void execution_runsToItsEnd_asTheSdkSeesIt() {
        String machine = create("echo");
        Instant before = Instant.now();

        String arn = client.startExecution(
                        start -> start.stateMachineArn(machine).name("one").input("{\"n\":41}"))
                .executionArn();
        DescribeExecutionResponse ended = ended(arn);

        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo("42");
        assertThat(ended.startDate()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(Duration.between(ended.startDate(), ended.stopDate()))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
        List<HistoryEvent> events =
                client
                        .getExecutionHistoryPaginator(
                                history -> history.executionArn(arn).maxResults(4))
                        .events()
                        .stream()
                        .toList();
        assertThat(events)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.TASK_SCHEDULED,
                        HistoryEventType.TASK_STARTED,
                        HistoryEventType.TASK_SUCCEEDED,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.WAIT_STATE_ENTERED,
                        HistoryEventType.WAIT_STATE_EXITED,
                        HistoryEventType.SUCCEED_STATE_ENTERED,
                        HistoryEventType.SUCCEED_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(events.get(5).stateExitedEventDetails().assignedVariables()).containsEntry("n", "41");
        assertThat(client.listStateMachines().stateMachines())
                .singleElement()
                .satisfies(item -> assertThat(item.stateMachineArn()).isEqualTo(machine));
    }

    @Test
    void refusals_areTheSdksExceptions() {
        String machine = create("echo");
        client.startExecution(start -> start.stateMachineArn(machine).name("one"));

        assertThatExceptionOfType(ExecutionAlreadyExistsException.class)
                .isThrownBy(() -> client.startExecution(
                        start -> start.stateMachineArn(machine).name("one").input("1")));
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> client.createStateMachine(
                        bad -> bad.name("bad").definition("{}").roleArn(Wire.ROLE)))
                .withMessageContaining("These fields are required: [States, StartAt] at /");
    }

    @Test
    void executions_manyAtOnce_allEnd_andOneIsStopped() {
        String machine = create("echo");
        List<String> arns = IntStream.range(0, 25)
                .mapToObj(n -> client.startExecution(
                                start -> start.stateMachineArn(machine).input("{\"n\":" + n + "}"))
                        .executionArn())
                .toList();
        client.stopExecution(stop -> stop.executionArn(arns.get(24)).error("Enough"));

        assertThat(arns.subList(0, 24))
                .allSatisfy(arn -> assertThat(ended(arn).status()).isEqualTo(ExecutionStatus.SUCCEEDED));
        assertThat(ended(arns.get(24)).error()).isEqualTo("Enough");
        assertThat(client.listExecutionsPaginator(
                                list -> list.stateMachineArn(machine).maxResults(10))
                        .executions())
                .hasSize(25);
    }
}

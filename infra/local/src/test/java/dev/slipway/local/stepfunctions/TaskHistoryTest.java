package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact histories of tasks, as recorded executions on AWS have them. */
final class TaskHistoryTest {
    private static final String HEAD = """
            1<0 ExecutionStarted {"input":"{}"}
            2<0 TaskStateEntered {"name":"T","input":"{}"}
            """;
    private static final String SCHEDULED = """
            3<2 TaskScheduled {"resourceType":"lambda","resource":"invoke","parameters":"{\\"FunctionName\\":\\"f\\"}"}
            4<3 TaskStarted {"resourceType":"lambda","resource":"invoke"}
            """;

    @TempDir
    private Path state;

    private Wire wire;

    @BeforeEach
    void open() {
        wire = new Wire(state);
    }

    @AfterEach
    void close() {
        wire.close();
    }

    private static String lambda(String more) {
        return "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\","
                + "\"Arguments\":{\"FunctionName\":\"f\"}," + more + "}";
    }

    private static String build(String more) {
        return "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::codebuild:startBuild.sync\","
                + "\"Arguments\":{\"ProjectName\":\"{% $states.input.p %}\"}," + more + "}";
    }

    @Test
    void task_thatSucceeds_isScheduledStartedSucceeded() {
        String arn = wire.start(lambda("\"Output\":\"{% $states.result.Payload %}\",\"End\":true"), "{}");
        wire.lambda.next().succeed("{'Payload':{'v':1}}");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo(HEAD + SCHEDULED + """
                        5<4 TaskSucceeded {"resourceType":"lambda","resource":"invoke","output":"{\\"Payload\\":{\\"v\\":1}}"}
                        6<5 TaskStateExited {"name":"T","output":"{\\"v\\":1}"}
                        7<6 ExecutionSucceeded {"output":"{\\"v\\":1}"}
                        """);
    }

    @Test
    void task_thatFails_failsTheExecution() {
        String arn = wire.start(lambda("\"End\":true"), "{}");
        wire.lambda.next().fail("Boom", "{}");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo(HEAD + SCHEDULED + """
                        5<4 TaskFailed {"resourceType":"lambda","resource":"invoke","error":"Boom","cause":"{}"}
                        6<5 ExecutionFailed {"error":"Boom","cause":"{}"}
                        """);
    }

    @Test
    void task_retriedThenCaught_isScheduledAgainAndExitsWithTheErrorOutput() {
        String arn = wire.start(lambda("""
                        "Retry":[{"ErrorEquals":["Boom"],"IntervalSeconds":3,"MaxAttempts":1}],
                        "Catch":[{"ErrorEquals":["States.TaskFailed"],"Next":"F","Assign":{"e":"{% $states.errorOutput.Error %}"},
                          "Output":{"in":"{% $states.input %}","cause":"{% $states.errorOutput.Cause %}"}}],"End":true
                        """) + ",\"F\":{\"Type\":\"Succeed\",\"Output\":\"{% $e %}\"}", "{}");
        wire.lambda.next().fail("Boom", "first");
        assertThat(wire.timer.elapse()).hasSeconds(3);
        wire.lambda.next().fail("Boom", "second");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo(HEAD + SCHEDULED + """
                        5<4 TaskFailed {"resourceType":"lambda","resource":"invoke","error":"Boom","cause":"first"}
                        6<5 TaskScheduled {"resourceType":"lambda","resource":"invoke","parameters":"{\\"FunctionName\\":\\"f\\"}"}
                        7<6 TaskStarted {"resourceType":"lambda","resource":"invoke"}
                        8<7 TaskFailed {"resourceType":"lambda","resource":"invoke","error":"Boom","cause":"second"}
                        9<8 TaskStateExited {"name":"T","output":"{\\"in\\":{},\\"cause\\":\\"second\\"}","assignedVariables":{"e":"\\"Boom\\""}}
                        10<9 SucceedStateEntered {"name":"F","input":"{\\"in\\":{},\\"cause\\":\\"second\\"}"}
                        11<10 SucceedStateExited {"name":"F","output":"\\"Boom\\""}
                        12<11 ExecutionSucceeded {"output":"\\"Boom\\""}
                        """);
    }

    @Test
    void retry_backsOff_andTellsTheCount() {
        wire.start(
                "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Arguments\":{\"FunctionName\":"
                        + "\"f\",\"Payload\":\"{% $states.context.State.RetryCount %}\"},\"Retry\":[{\"ErrorEquals\":"
                        + "[\"States.ALL\"],\"BackoffRate\":3,\"MaxDelaySeconds\":4}],\"End\":true}",
                "{}");
        for (int[] retry : new int[][] {{0, 1}, {1, 3}, {2, 4}}) {
            FakeTask.Attempt attempt = wire.lambda.next();
            assertThat(attempt.arguments().get("Payload").intValue()).isEqualTo(retry[0]);
            attempt.fail("Any", "");
            assertThat(wire.timer.elapse()).hasSeconds(retry[1]);
        }
        wire.lambda.next().fail("Any", "last");

        assertThat(wire.end().get("cause").asText()).isEqualTo("last");
    }

    @Test
    void task_timedOut_isCancelledAndCaughtWithoutCause() {
        String arn = wire.start(
                lambda(
                                "\"TimeoutSeconds\":\"{% 2 + 3 %}\",\"HeartbeatSeconds\":2,\"Catch\":[{\"ErrorEquals\":[\"States.Timeout\"],\"Next\":\"F\"}],\"End\":true")
                        + ",\"F\":{\"Type\":\"Succeed\"}",
                "{}");
        wire.lambda.next();
        assertThat(wire.timer.elapse()).hasSeconds(5);
        wire.end();

        assertThat(wire.lambda.cancelled()).isEqualTo(1);
        assertThat(wire.history(arn)).isEqualTo(HEAD + """
                        3<2 TaskScheduled {"resourceType":"lambda","resource":"invoke","parameters":"{\\"FunctionName\\":\\"f\\"}","timeoutInSeconds":5,"heartbeatInSeconds":2}
                        4<3 TaskStarted {"resourceType":"lambda","resource":"invoke"}
                        5<4 TaskTimedOut {"resourceType":"lambda","resource":"invoke","error":"States.Timeout"}
                        6<5 TaskStateExited {"name":"T","output":"{\\"Error\\":\\"States.Timeout\\",\\"Cause\\":\\"\\"}"}
                        7<6 SucceedStateEntered {"name":"F","input":"{\\"Error\\":\\"States.Timeout\\",\\"Cause\\":\\"\\"}"}
                        8<7 SucceedStateExited {"name":"F","output":"{\\"Error\\":\\"States.Timeout\\",\\"Cause\\":\\"\\"}"}
                        9<8 ExecutionSucceeded {"output":"{\\"Error\\":\\"States.Timeout\\",\\"Cause\\":\\"\\"}"}
                        """);
        assertThat(wire.timer.waiting()).isZero();
    }

    @Test
    void sync_isSubmitted_andSucceedsWhenTold() {
        String arn = wire.start(build("\"Output\":1,\"End\":true"), "{\"p\":\"x\"}");
        FakeTask.Attempt attempt = wire.build.next();
        attempt.succeed("{'Build':{'Id':'b:1','BuildStatus':'SUCCEEDED'}}");
        wire.end();

        assertThat(wire.history(arn)).endsWith("""
                        3<2 TaskScheduled {"resourceType":"codebuild","resource":"startBuild.sync","parameters":"{\\"ProjectName\\":\\"x\\"}"}
                        4<3 TaskStarted {"resourceType":"codebuild","resource":"startBuild.sync"}
                        5<4 TaskSubmitted {"resourceType":"codebuild","resource":"startBuild.sync","output":"{\\"Build\\":{\\"Id\\":\\"b:1\\"}}"}
                        6<5 TaskSucceeded {"resourceType":"codebuild","resource":"startBuild.sync","output":"{\\"Build\\":{\\"Id\\":\\"b:1\\",\\"BuildStatus\\":\\"SUCCEEDED\\"}}"}
                        7<6 TaskStateExited {"name":"T","output":"1"}
                        8<7 ExecutionSucceeded {"output":"1"}
                        """);
    }

    @Test
    void sync_thatCannotBeSubmitted_isTaskSubmitFailed() {
        String arn = wire.start(build("\"End\":true"), "{\"p\":\"missing\"}");
        wire.end();

        assertThat(wire.history(arn)).endsWith("""
                        5<4 TaskSubmitFailed {"resourceType":"codebuild","resource":"startBuild.sync","error":"CodeBuild.ResourceNotFoundException","cause":"Project cannot be found"}
                        6<5 ExecutionFailed {"error":"CodeBuild.ResourceNotFoundException","cause":"Project cannot be found"}
                        """);
    }

    @Test
    void task_thatIsBroken_failsTheExecutionRatherThanLeavingItOpen() {
        wire.start(build("\"End\":true"), "{\"p\":\"broken\"}");

        assertThat(wire.end().get("cause").asText())
                .isEqualTo("The local cloud failed: java.lang.NoClassDefFoundError: Gone");
    }

    @Test
    void stop_duringABuild_abortsAtOnceAndStopsTheBuild() {
        String arn = wire.start(
                build("\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"F\"}],\"End\":true")
                        + ",\"F\":{\"Type\":\"Succeed\"}",
                "{\"p\":\"x\"}");
        wire.build.next();
        wire.call("StopExecution", Wire.json("{'executionArn':'" + arn + "','error':'E','cause':'C'}"));

        assertThat(wire.end().get("status").asText()).isEqualTo("ABORTED");
        assertThat(wire.history(arn)).endsWith("<0 ExecutionAborted {\"error\":\"E\",\"cause\":\"C\"}\n");
        await().until(() -> wire.build.cancelled() == 1);
    }

    @Test
    void machine_timedOut_endsWithoutItsCatch() {
        String machine = wire.create(
                "timed",
                "{\"QueryLanguage\":\"JSONata\",\"TimeoutSeconds\":60,\"StartAt\":\"T\",\"States\":{"
                        + lambda("\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"F\"}],\"End\":true")
                        + ",\"F\":{\"Type\":\"Succeed\"}}}");
        String arn = wire.startMachine(machine, "run", "{}");
        wire.lambda.next();
        assertThat(wire.timer.elapse()).isEqualTo(Duration.ofSeconds(60));

        assertThat(wire.end().get("status").asText()).isEqualTo("TIMED_OUT");
        assertThat(wire.history(arn))
                .isEqualTo(HEAD + SCHEDULED + "5<0 ExecutionTimedOut {\"error\":\"States.Timeout\"}\n");
        assertThat(wire.about("DescribeExecution", arn).has("error")).isFalse();
        await().until(() -> wire.lambda.cancelled() == 1);
    }

    @Test
    void result_overTheLimit_failsTheTaskByTheNameOfItsService() {
        String arn = wire.start(lambda("\"End\":true"), "{}");
        wire.lambda.next().succeed("'" + "ü".repeat(140_000) + "'");
        wire.end();

        assertThat(wire.history(arn))
                .contains("5<4 TaskFailed {\"resourceType\":\"lambda\",\"resource\":\"invoke\",\"error\":"
                        + "\"States.DataLimitExceeded\",\"cause\":\"The state/task 'lambda' returned a result with a size "
                        + "exceeding the maximum number of bytes service limit.\"}");
    }

    @Test
    void arguments_thatFailToEvaluate_canBeCaught() {
        String arn = wire.start(
                build("\"Catch\":[{\"ErrorEquals\":[\"States.QueryEvaluationError\"],\"Next\":\"F\"}],\"End\":true")
                        + ",\"F\":{\"Type\":\"Succeed\",\"Output\":\"caught\"}",
                "{}");
        wire.end();

        assertThat(wire.history(arn))
                .contains("3<0 EvaluationFailed", "\"location\":\"Arguments/ProjectName\"", "4<3 TaskStateExited")
                .endsWith("ExecutionSucceeded {\"output\":\"\\\"caught\\\"\"}\n");
    }

    @Test
    void arguments_thatTheTaskDoesNotTake_areARuntimeErrorThatNothingCatches() {
        wire.start(
                "\"T\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"Arguments\":\"{% {'X':1} %}\","
                        + "\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"F\"}],\"End\":true},\"F\":{\"Type\":\"Succeed\"}",
                "{}");

        assertThat(wire.end().get("cause").asText())
                .isEqualTo(
                        "An error occurred while executing the state 'T' (entered at the event id #2). The Parameters "
                                + "'{\"X\":1}' could not be used to start the Task: [The field \"X\" is not supported by Step "
                                + "Functions]");
    }
}

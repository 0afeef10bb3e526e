package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The histories of Parallel and Map states. */
final class GroupHistoryTest {
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

    @Test
    void map_oneAtATime_hasTheHistoryThatAwsRecorded() {
        String arn = wire.start("""
                "A":{"Type":"Pass","Assign":{"x":42},"Next":"M"},
                "M":{"Type":"Map","MaxConcurrency":1,"Items":"{% [7,8] %}","ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},
                  "StartAt":"I","States":{"I":{"Type":"Pass","Assign":{"y":"{% $x %}"},"End":true}}},"End":true}
                """, "{}");
        wire.end();

        assertThat(wire.history(arn)).endsWith("""
                        5<4 MapStateStarted {"length":2}
                        6<5 MapIterationStarted {"name":"M","index":0}
                        7<6 PassStateEntered {"name":"I","input":"7"}
                        8<7 PassStateExited {"name":"I","output":"7","assignedVariables":{"y":"42"}}
                        9<8 MapIterationSucceeded {"name":"M","index":0}
                        10<8 MapIterationStarted {"name":"M","index":1}
                        11<10 PassStateEntered {"name":"I","input":"8"}
                        12<11 PassStateExited {"name":"I","output":"8","assignedVariables":{"y":"42"}}
                        13<12 MapIterationSucceeded {"name":"M","index":1}
                        14<13 MapStateSucceeded
                        15<13 MapStateExited {"name":"M","output":"[7,8]"}
                        16<15 ExecutionSucceeded {"output":"[7,8]"}
                        """);
    }

    @Test
    void map_itemSelector_seesTheItemInTheContext() {
        wire.start("""
                "M":{"Type":"Map","ItemSelector":{"i":"{% $states.context.Map.Item.Index %}","v":"{% $states.context.Map.Item.Value %}"},
                  "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true}
                """, "[\"a\",\"b\"]");

        assertThat(Wire.json(wire.end().get("output").asText()))
                .isEqualTo(Wire.json("[{'i':0,'v':'a'},{'i':1,'v':'b'}]"));
    }

    @Test
    void map_noItems_succeeds() {
        String arn = wire.start("""
                "M":{"Type":"Map","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true}
                """, "[]");
        wire.end();

        assertThat(wire.history(arn)).endsWith("""
                        3<2 MapStateStarted {"length":0}
                        4<3 MapStateSucceeded
                        5<3 MapStateExited {"name":"M","output":"[]"}
                        6<5 ExecutionSucceeded {"output":"[]"}
                        """);
    }

    @Test
    void map_itemsThatAreNone_failTheState() {
        String arn = wire.start("""
                "M":{"Type":"Map","Items":"{% 1 %}","ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true}
                """, "{}");
        wire.end();

        assertThat(wire.history(arn))
                .contains("3<0 EvaluationFailed")
                .contains(
                        "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. "
                                + "Expected 'array', but was 'number' for value: 1")
                .contains("4<3 MapStateFailed\n5<4 ExecutionFailed");
    }

    @Test
    void parallel_allSucceed_outputsAreInOrder() {
        wire.start("""
                "P":{"Type":"Parallel","Arguments":{"a":1},"Branches":[
                  {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f"},"End":true}}},
                  {"StartAt":"I","States":{"I":{"Type":"Pass","Output":"{% $states.input.a + 1 %}","End":true}}}],"End":true}
                """, "{}");
        wire.lambda.next().succeed("'first'");

        assertThat(wire.end().get("output").asText()).isEqualTo("[\"first\",2]");
    }

    @Test
    void parallel_branchIsBroken_failsTheExecution() {
        wire.start("""
                "P":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Task",
                  "Resource":"arn:aws:states:::codebuild:startBuild.sync","Arguments":{"ProjectName":"broken"},"End":true}}}],"End":true}
                """, "{}");

        assertThat(wire.end().get("cause").asText()).contains("NoClassDefFoundError: Gone");
    }

    @Test
    void parallel_nestedFailure_isCaughtOutside() {
        wire.start("""
                "P":{"Type":"Parallel","Branches":[{"StartAt":"M","States":{"M":{"Type":"Map","Items":"{% [1,2] %}",
                  "ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Fail","Error":"Inner"}}},"End":true}}}],
                  "Catch":[{"ErrorEquals":["Inner"],"Output":"{% $states.errorOutput.Error %}","Next":"S"}],"End":true},
                "S":{"Type":"Succeed"}
                """, "{}");

        assertThat(wire.end().get("output").asText()).isEqualTo("\"Inner\"");
    }

    @Test
    void stop_duringAParallel_cancelsAllItsTasks() {
        String arn = wire.start("""
                "P":{"Type":"Parallel","Branches":[
                  {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::codebuild:startBuild.sync","Arguments":{"ProjectName":"p"},"End":true}}},
                  {"StartAt":"B","States":{"B":{"Type":"Task","Resource":"arn:aws:states:::codebuild:startBuild.sync","Arguments":{"ProjectName":"p"},"End":true}}}],"End":true}
                """, "{}");
        wire.build.next();
        wire.build.next();
        wire.call("StopExecution", Wire.json("{'executionArn':'" + arn + "'}"));

        await().until(() -> wire.build.cancelled() == 2);
        assertThat(wire.history(arn)).endsWith("<0 ExecutionAborted {}\n");
    }

    @Test
    void parallel_oneFails_theOthersAreAbortedAndTheErrorCaught() {
        String arn = wire.start("""
                "P":{"Type":"Parallel","Branches":[
                  {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"FunctionName":"f"},"End":true}}},
                  {"StartAt":"B","States":{"B":{"Type":"Task","Resource":"arn:aws:states:::codebuild:startBuild.sync","Arguments":{"ProjectName":"p"},"End":true}}}],
                  "Catch":[{"ErrorEquals":["Boom"],"Next":"F"}],"End":true},
                "F":{"Type":"Succeed"}
                """, "{}");
        FakeTask.Attempt attempt = wire.lambda.next();
        wire.build.next();
        attempt.fail("Boom", "why");
        wire.end();

        assertThat(wire.build.cancelled()).isEqualTo(1);
        assertThat(wire.history(arn).replaceAll("\\d+<\\d+ ", ""))
                .contains(
                        "TaskStateAborted\nTaskStateAborted\nParallelStateFailed\nParallelStateExited {\"name\":\"P\","
                                + "\"output\":\"{\\\"Error\\\":\\\"Boom\\\",\\\"Cause\\\":\\\"why\\\"}\"}\n");
    }
}

package dev.slipway.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exact histories of states that call nothing. */
final class StateHistoryTest {
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
    void pass_outputAndAssign_areEvaluatedOverTheVariablesAsTheyWere() {
        String arn = wire.start("""
                "A":{"Type":"Pass","Assign":{"x":1,"y":"{% $states.input.n + 1 %}"},"Next":"B"},
                "B":{"Type":"Pass","Assign":{"x":2},"Output":{"x":"{% $x %}","y":"{% $y %}"},"End":true}
                """, "{\"n\": 41}");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo("""
                        1<0 ExecutionStarted {"input":"{\\"n\\": 41}"}
                        2<0 PassStateEntered {"name":"A","input":"{\\"n\\":41}"}
                        3<2 PassStateExited {"name":"A","output":"{\\"n\\":41}","assignedVariables":{"x":"1","y":"42"}}
                        4<3 PassStateEntered {"name":"B","input":"{\\"n\\":41}"}
                        5<4 PassStateExited {"name":"B","output":"{\\"x\\":1,\\"y\\":42}","assignedVariables":{"x":"2"}}
                        6<5 ExecutionSucceeded {"output":"{\\"x\\":1,\\"y\\":42}"}
                        """);
    }

    @Test
    void choice_firstRuleThatHolds_givesOutputAssignAndNext() {
        String arn = wire.start("""
                "C":{"Type":"Choice","Choices":[
                  {"Condition":"{% $states.input.n > 10 %}","Next":"Big"},
                  {"Condition":"{% $states.input.n > 1 %}","Output":"some","Assign":{"s":true},"Next":"Some"}],
                  "Default":"Big"},
                "Big":{"Type":"Fail"},
                "Some":{"Type":"Succeed","Output":"{% $s %}"}
                """, "{\"n\":5}");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo("""
                        1<0 ExecutionStarted {"input":"{\\"n\\":5}"}
                        2<0 ChoiceStateEntered {"name":"C","input":"{\\"n\\":5}"}
                        3<2 ChoiceStateExited {"name":"C","output":"\\"some\\"","assignedVariables":{"s":"true"}}
                        4<3 SucceedStateEntered {"name":"Some","input":"\\"some\\""}
                        5<4 SucceedStateExited {"name":"Some","output":"true"}
                        6<5 ExecutionSucceeded {"output":"true"}
                        """);
    }

    @Test
    void choice_defaultWithFail_failsWithEvaluatedErrorAndCause() {
        String arn = wire.start("""
                "C":{"Type":"Choice","Choices":[{"Condition":false,"Next":"F"}],"Default":"F"},
                "F":{"Type":"Fail","Error":"{% $states.input.error %}","Cause":"why"}
                """, "{\"error\":\"Boom\"}");
        wire.end();

        assertThat(wire.history(arn)).isEqualTo("""
                        1<0 ExecutionStarted {"input":"{\\"error\\":\\"Boom\\"}"}
                        2<0 ChoiceStateEntered {"name":"C","input":"{\\"error\\":\\"Boom\\"}"}
                        3<2 ChoiceStateExited {"name":"C","output":"{\\"error\\":\\"Boom\\"}"}
                        4<3 FailStateEntered {"name":"F","input":"{\\"error\\":\\"Boom\\"}"}
                        5<4 ExecutionFailed {"error":"Boom","cause":"why"}
                        """);
    }

    @Test
    void choice_nothingMatches_isNoChoiceMatched() {
        wire.start("""
                "C":{"Type":"Choice","Choices":[{"Condition":"{% $states.input = 2 %}","Next":"S"}]},
                "S":{"Type":"Succeed"}
                """, "1");

        assertThat(wire.end().get("error").asText()).isEqualTo("States.NoChoiceMatched");
    }

    @Test
    void waiting_seconds_waitsThatLong() {
        String arn = wire.start("""
                "W":{"Type":"Wait","Seconds":"{% $states.input.s %}","Next":"S"},"S":{"Type":"Succeed"}
                """, "{\"s\":7}");
        assertThat(wire.timer.elapse()).hasSeconds(7);
        wire.end();

        assertThat(wire.history(arn)).isEqualTo("""
                        1<0 ExecutionStarted {"input":"{\\"s\\":7}"}
                        2<0 WaitStateEntered {"name":"W","input":"{\\"s\\":7}"}
                        3<2 WaitStateExited {"name":"W","output":"{\\"s\\":7}"}
                        4<3 SucceedStateEntered {"name":"S","input":"{\\"s\\":7}"}
                        5<4 SucceedStateExited {"name":"S","output":"{\\"s\\":7}"}
                        6<5 ExecutionSucceeded {"output":"{\\"s\\":7}"}
                        """);
    }

    @Test
    void waiting_timestamp_waitsUntilThen() {
        wire.start("\"W\":{\"Type\":\"Wait\",\"Timestamp\":\"2026-01-02T03:05:05.006Z\",\"End\":true}", "{}");

        assertThat(wire.timer.elapse()).hasMinutes(1);
        assertThat(wire.end().get("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void waiting_timestampThatIsNone_isAnEvaluationErrorAfterTheEntry() {
        String arn =
                wire.start("\"W\":{\"Type\":\"Wait\",\"Timestamp\":\"{% $states.input %}\",\"End\":true}", "\"soon\"");
        wire.end();

        assertThat(wire.history(arn))
                .contains(
                        "3<2 EvaluationFailed {\"error\":\"States.QueryEvaluationError\",\"cause\":\"An error occurred "
                                + "while executing the state 'W' (entered at the event id #2). The Timestamp field cannot be "
                                + "parsed as an ISO-8601 extended offset date-time format string: soon\",\"location\":"
                                + "\"Timestamp\",\"state\":\"W\"}");
    }

    @Test
    void evaluation_undefined_followsTheEventBeforeTheEntryAsOnAws() {
        String arn = wire.start("""
                "A":{"Type":"Pass","Next":"B"},
                "B":{"Type":"Pass","Output":{"result":"{% $doesNotExist %}"},"End":true}
                """, "{}");
        wire.end();

        String cause = "An error occurred while executing the state 'B' (entered at the event id #4). The JSONata "
                + "expression '$doesNotExist' specified for the field 'Output/result' returned nothing (undefined).";
        assertThat(wire.history(arn))
                .endsWith("4<3 PassStateEntered {\"name\":\"B\",\"input\":\"{}\"}\n"
                        + "5<3 EvaluationFailed {\"error\":\"States.QueryEvaluationError\",\"cause\":\"" + cause
                        + "\",\"location\":\"Output/result\",\"state\":\"B\"}\n"
                        + "6<5 ExecutionFailed {\"error\":\"States.QueryEvaluationError\",\"cause\":\"" + cause
                        + "\"}\n");
    }

    @Test
    void output_overTheLimit_isDataLimitExceeded() {
        String arn = wire.start(
                "\"A\":{\"Type\":\"Pass\",\"Output\":\"{% $join($map([1..300], function($i) { $states.input })) %}\",\"End\":true}",
                "\"" + "x".repeat(1000) + "\"");
        wire.end();

        assertThat(wire.history(arn))
                .endsWith("3<2 ExecutionFailed {\"error\":\"States.DataLimitExceeded\",\"cause\":\"The state/task 'A' "
                        + "returned a result with a size exceeding the maximum number of bytes service limit.\"}\n");
    }

    @Test
    void context_isAsAwsDocumentsIt() {
        String arn =
                wire.start("\"A\":{\"Type\":\"Pass\",\"Output\":\"{% $states.context %}\",\"End\":true}", "{\"k\":1}");
        wire.end();

        String output = wire.about("DescribeExecution", arn).get("output").asText();
        assertThat(Wire.json(output)).isEqualTo(Wire.json("""
                        {'Execution':{'Id':'%s','Name':'run','RoleArn':'%s','StartTime':'2026-01-02T03:04:05.006Z',
                         'RedriveCount':0,'Input':{'k':1}},
                         'State':{'Name':'A','EnteredTime':'2026-01-02T03:04:05.006Z','RetryCount':0},
                         'StateMachine':{'Id':'%s','Name':'%s'}}
                        """.formatted(
                        arn, Wire.ROLE, machineOf(arn), machineOf(arn).replaceFirst(".*:", ""))));
    }

    @Test
    void history_thatDoesNotEnd_failsAtAwsLimit() {
        String arn = wire.start("""
                "A":{"Type":"Pass","Next":"B"},
                "B":{"Type":"Choice","Choices":[{"Condition":false,"Next":"C"}],"Default":"A"},
                "C":{"Type":"Succeed"}
                """, "{}");
        JsonNode end = wire.end();

        assertThat(end.get("cause").asText())
                .isEqualTo("The execution reached the maximum number of history events (25000).");
        assertThat(wire.call(
                                "GetExecutionHistory",
                                Wire.json("{'executionArn':'" + arn + "','reverseOrder':true,'maxResults':1}"))
                        .at("/events/0/id")
                        .intValue())
                .isEqualTo(25_000);
    }

    private static String machineOf(String arn) {
        return arn.replace(":execution:", ":stateMachine:").replaceFirst(":run$", "");
    }
}

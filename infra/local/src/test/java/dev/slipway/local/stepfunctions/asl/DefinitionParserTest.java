package dev.slipway.local.stepfunctions.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.local.stepfunctions.task.LambdaInvokeTask;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionParserTest {
    private final DefinitionParser parser =
            new DefinitionParser(List.of(new LambdaInvokeTask(call -> new CompletableFuture<>())));

    private static String machine(String states) {
        return ("{'QueryLanguage':'JSONata','StartAt':'A','States':{" + states + "}}").replace('\'', '"');
    }

    @Test
    void parse_machine_hasItsTimeout() {
        Definition definition = parser.parse(
                machine("'A':{'Type':'Succeed','Comment':'c'}").replace("{\"Q", "{\"TimeoutSeconds\":9,\"Q"));

        assertThat(definition.timeoutSeconds()).isEqualTo(OptionalInt.of(9));
        assertThat(definition.state("A").type()).isEqualTo("Succeed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'A':{'Type':'Nope'}|The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, "
                        + "Choice, Parallel, Map] at /States/A/Type",
                "'A':{'Type':'Pass','End':true,'Parameters':{}}|Field is not supported at /States/A/Parameters",
                "'A':{'Type':'Pass'}|There must be exactly one of [Next, End] at /States/A",
                "'A':{'Type':'Pass','Next':'B'}|MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next",
                "'A':{'Type':'Succeed'},'B':{'Type':'Succeed'}|State \"B\" is not reachable. at /States/B",
                "'A':{'Type':'Pass','Next':'A'}|MISSING_END_STATE: The workflow does not have a terminal state at /States",
                "'A':{'Type':'Task','Resource':'arn:x','End':true}|The resource provided arn:x is not recognized. The value "
                        + "is not a valid resource ARN, or the resource is not available in this region. at "
                        + "/States/A/Resource",
                "'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','End':true}|The field 'FunctionName' is "
                        + "required but was missing at /States/A/Arguments",
                "'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','X':1},"
                        + "'End':true}|The field \"X\" is not supported by Step Functions at /States/A/Arguments",
                "'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f'},"
                        + "'Credentials':{},'End':true}|Field is not implemented by the local cloud at "
                        + "/States/A/Credentials",
                "'A':{'Type':'Pass','Output':{'x':'{% 1 + %}'},'End':true}|The JSONata expression does not parse: S0207: "
                        + "Unexpected end of expression at /States/A/Output/x",
                "'A':{'Type':'Pass','Output':'{% 1','End':true}|A JSONata expression must start with '{%' and end with "
                        + "'%}' at /States/A/Output",
                "'A':{'Type':'Pass','Assign':{'states':1},'End':true}|The variable name is not valid at "
                        + "/States/A/Assign/states",
                "'A':{'Type':'Wait','End':true}|There must be exactly one of [Seconds, Timestamp] at /States/A",
                "'A':{'Type':'Wait','Seconds':-1,'End':true}|Expected an integer between 0 and 99999999 at "
                        + "/States/A/Seconds",
                "'A':{'Type':'Choice','Choices':[]}|Value cannot be empty at /States/A/Choices",
                "'A':{'Type':'Choice','Choices':[{'Condition':'x','Next':'A'}]}|Expected a boolean or a JSONata expression "
                        + "at /States/A/Choices[0]/Condition",
                "'A':{'Type':'Pass','QueryLanguage':'JSONPath','End':true}|'QueryLanguage' can not be 'JSONPath' if set to "
                        + "'JSONata' for whole state machine at /States/A/QueryLanguage",
                "'A':{'Type':'Parallel','Branches':[{'StartAt':'A','States':{'A':{'Type':'Succeed'}}}],'End':true}|"
                        + "DUPLICATE_STATE_NAME: Duplicate State name: A",
                "'A':{'Type':'Map','ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'StartAt':'B','States':{'B':"
                        + "{'Type':'Succeed'}}},'End':true}|The field 'Mode' should have one of these values: [INLINE] at "
                        + "/States/A/ItemProcessor/ProcessorConfig/Mode",
                "'A':{'Type':'Map','ItemReader':{},'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Succeed'}}},"
                        + "'End':true}|Field is not implemented by the local cloud at /States/A/ItemReader",
            })
    void parse_whatItWouldNotRun_isRefusedWithItsPlace(String states, String problem) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> parser.parse(machine(states)))
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Retry':[{'ErrorEquals':['States.ALL']},{'ErrorEquals':['X']}]|States.ALL must be alone",
                "'Retry':[{'ErrorEquals':['X'],'BackoffRate':0.5}]|Expected a number of at least 1.0 at "
                        + "/States/A/Retry[0]/BackoffRate",
                "'Retry':[{'ErrorEquals':['X'],'JitterStrategy':'HALF'}]|[FULL, NONE] at /States/A/Retry[0]/JitterStrategy",
                "'Retry':[{'ErrorEquals':['X'],'IntervalSeconds':5,'MaxDelaySeconds':5}]|between 6 and 31622400",
                "'Retry':[{}]|These fields are required: [ErrorEquals] at /States/A/Retry[0]",
                "'Catch':[{'ErrorEquals':['X']}]|These fields are required: [Next] at /States/A/Catch[0]",
                "'Catch':[{'ErrorEquals':['X'],'Next':'Z'}]|Missing 'Next' target: Z at /States/A/Catch[0]/Next",
                "'Catch':[{'ErrorEquals':['X'],'Next':'A','ResultPath':'$'}]|Field is not supported at "
                        + "/States/A/Catch[0]/ResultPath",
                "'TimeoutSeconds':0|Expected an integer between 1 and 99999999 at /States/A/TimeoutSeconds",
                "'TimeoutSeconds':5,'HeartbeatSeconds':5|HeartbeatSeconds must be smaller than TimeoutSeconds",
            })
    void parse_taskFields_areChecked(String fields, String problem) {
        String task = "'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f'},"
                + fields + ",'End':true}";

        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> parser.parse(machine(task)))
                .withMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json|INVALID_JSON_DESCRIPTION: Unrecognized token 'not'",
                "{\"StartAt\":\"A\"}|SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /",
                "[]|SCHEMA_VALIDATION_FAILED: Definition must be a valid JSON object",
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}|SCHEMA_VALIDATION_FAILED: 'QueryLanguage' JSONPath is not "
                        + "implemented by the local cloud: set it to 'JSONata' at /States/A/QueryLanguage",
            })
    void parse_whatIsNoDefinition_isRefused(String text, String problem) {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> parser.parse(text))
                .withMessageStartingWith(problem)
                .satisfies(e -> assertThat(e.diagnostics()).hasSize(1));
    }
}

package dev.slipway.local.stepfunctions.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TasksTest {
    private static final TaskContext CONTEXT =
            new TaskContext("arn:execution", "arn:machine", "arn:role", "T", Optional.of("Root=1"));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode result(TaskIntegration task, String arguments) {
        return task.start(json(arguments), CONTEXT)
                .result()
                .toCompletableFuture()
                .join();
    }

    private static TaskFailure failure(TaskIntegration task, String arguments) {
        try {
            throw new AssertionError(result(task, arguments));
        } catch (CompletionException e) {
            return (TaskFailure) e.getCause();
        } catch (TaskFailure e) {
            return e;
        }
    }

    private static LambdaInvokeTask lambda(LambdaInvokeTask.Answer answer) {
        return new LambdaInvokeTask(call -> CompletableFuture.completedFuture(answer));
    }

    @Test
    void lambda_call_carriesPayloadAndTrace() {
        List<LambdaInvokeTask.Call> calls = new ArrayList<>();
        LambdaInvokeTask task = new LambdaInvokeTask(call -> {
            calls.add(call);
            return CompletableFuture.completedFuture(
                    new LambdaInvokeTask.Answer(200, "3", Optional.empty(), "{\"v\":1}", "id"));
        });

        assertThat(result(task, "{'FunctionName':'f','Qualifier':'live','Payload':{'a':1}}"))
                .isEqualTo(json("{'ExecutedVersion':'3','Payload':{'v':1},'SdkHttpMetadata':{'HttpStatusCode':200},"
                        + "'SdkResponseMetadata':{'RequestId':'id'},'StatusCode':200}"));
        assertThat(calls)
                .containsExactly(new LambdaInvokeTask.Call(
                        "f", Optional.of("live"), "RequestResponse", "{\"a\":1}", Optional.of("Root=1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"errorType\":\"Boom\",\"errorMessage\":\"m\"}|Boom|{\"errorType\":\"Boom\",\"errorMessage\":\"m\"}",
                "{\"errorMessage\":\"Task timed out\"}|Lambda.Unknown|The cause could not be determined because Lambda did "
                        + "not return an error type. Returned payload: {\"errorMessage\":\"Task timed out\"}",
            })
    void lambda_functionError_isNamedByItsType(String payload, String error, String cause) {
        TaskFailure failure = failure(
                lambda(new LambdaInvokeTask.Answer(200, "1", Optional.of("Unhandled"), payload, "id")),
                "{'FunctionName':'f'}");

        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.reason()).isEqualTo(cause);
    }

    @Test
    void lambda_refusedCall_isNamedByItsCode() {
        TaskFailure failure = failure(
                new LambdaInvokeTask(call -> {
                    throw new AwsException(404, "ResourceNotFoundException", "Function not found: f");
                }),
                "{'FunctionName':'f'}");

        assertThat(failure.error()).isEqualTo("Lambda.ResourceNotFoundException");
        assertThat(failure.reason())
                .startsWith("Function not found: f (Service: Lambda, Status Code: 404, Request ID: ");
    }

    @Test
    void lambda_brokenCall_isSdkClientException() {
        LambdaInvokeTask task =
                new LambdaInvokeTask(call -> CompletableFuture.failedFuture(new IllegalStateException("no runtime")));

        assertThat(failure(task, "{'FunctionName':'f'}")).hasMessage("Lambda.SdkClientException: no runtime");
    }

    private static StartBuildSyncTask build(List<ObjectNode> requests, String ended) {
        return new StartBuildSyncTask(request -> {
            requests.add(request);
            return new StartBuildSyncTask.RunningBuild(
                    json("{'id':'b:1'}"), CompletableFuture.completedFuture(json(ended)), () -> {});
        });
    }

    @Test
    void build_request_isInTheNamesOfTheWire_andTheResultInThoseOfStepFunctions() {
        List<ObjectNode> requests = new ArrayList<>();
        StartBuildSyncTask task = build(
                requests, "{'id':'b:1','buildStatus':'SUCCEEDED','phases':[{'phaseType':'BUILD','startTime':1.5}]}");

        TaskAttempt attempt = task.start(
                json("{'ProjectName':'p','EnvironmentVariablesOverride':[{'Name':'A','Value':'b'}]}"), CONTEXT);

        assertThat(requests).containsExactly((ObjectNode)
                json("{'projectName':'p','environmentVariablesOverride':[{'name':'A','value':'b'}]}"));
        assertThat(attempt.submitted()).contains(json("{'Build':{'Id':'b:1'}}"));
        assertThat(attempt.result().toCompletableFuture().join().toString())
                .isEqualTo(
                        "{\"Build\":{\"Id\":\"b:1\",\"BuildStatus\":\"SUCCEEDED\",\"Phases\":[{\"PhaseType\":\"BUILD\","
                                + "\"StartTime\":1500}]}}");
    }

    @ParameterizedTest
    @CsvSource({"FAILED", "FAULT", "STOPPED", "TIMED_OUT"})
    void build_thatDoesNotSucceed_isTaskFailedWithTheBuild(String status) {
        TaskFailure failure =
                failure(build(new ArrayList<>(), "{'buildStatus':'" + status + "'}"), "{'ProjectName':'p'}");

        assertThat(failure.error()).isEqualTo("States.TaskFailed");
        assertThat(failure.reason()).isEqualTo("{\"Build\":{\"BuildStatus\":\"" + status + "\"}}");
    }

    @Test
    void build_thatCannotStart_isNamedByItsCode() {
        StartBuildSyncTask task = new StartBuildSyncTask(request -> {
            throw new AwsException(400, "ResourceNotFoundException", "Project cannot be found");
        });

        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> task.start(json("{'ProjectName':'p'}"), CONTEXT))
                .satisfies(e -> assertThat(e.error()).isEqualTo("CodeBuild.ResourceNotFoundException"));
    }

    @Test
    void putEvents_addsMachineAndExecutionToTheResources() {
        List<ObjectNode> events = new ArrayList<>();

        JsonNode result = result(
                new PutEventsTask(events::add),
                "{'Entries':[{'Source':'s','DetailType':'t','Detail':{'a':1},'Resources':['r']}]}");

        ObjectNode event = events.get(0);
        assertThat(result.at("/Entries/0/EventId")).isEqualTo(event.remove("id"));
        assertThat(event)
                .isEqualTo(json("{'source':'s','detail-type':'t','resources':['r','arn:machine','arn:execution'],"
                        + "'detail':{'a':1}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Source':'s','DetailType':'t','Detail':'[]'}|MalformedDetail|Detail is malformed.",
                "{'DetailType':'t','Detail':{}}|InvalidArgument|Parameter Source is not valid. Reason: Source is a required "
                        + "argument.",
            })
    void putEvents_entryThatIsNotAccepted_isFailedEntry(String entry, String code, String message) {
        TaskFailure failure = failure(new PutEventsTask(event -> {}), "{'Entries':[" + entry + "]}");

        assertThat(failure.error()).isEqualTo("EventBridge.FailedEntry");
        assertThat(json(failure.reason()))
                .isEqualTo(json("{'Entries':[{'ErrorCode':'" + code + "','ErrorMessage':'" + message
                        + "'}],'FailedEntryCount':1}"));
    }
}

package dev.slipway.local.stepfunctions.task;

import static dev.slipway.local.stepfunctions.task.Attempts.failure;
import static dev.slipway.local.stepfunctions.task.Attempts.json;
import static dev.slipway.local.stepfunctions.task.Attempts.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.front.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LambdaInvokeTaskTest {
    private static LambdaInvokeTask lambda(LambdaInvokeTask.Answer answer) {
        return new LambdaInvokeTask(call -> CompletableFuture.completedFuture(answer));
    }

    @Test
    void start_call_carriesPayloadAndTrace() {
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
                        "f", Optional.of("live"), "RequestResponse", "{\"a\":1}", "arn:role", Optional.of("Root=1")));
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
    void start_functionError_isNamedByItsType(String payload, String error, String cause) {
        TaskFailure failure = failure(
                lambda(new LambdaInvokeTask.Answer(200, "1", Optional.of("Unhandled"), payload, "id")),
                "{'FunctionName':'f'}");

        assertThat(failure.error()).isEqualTo(error);
        assertThat(failure.reason()).isEqualTo(cause);
    }

    @Test
    void start_refusedCall_isNamedByItsCode() {
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
    void start_brokenCall_isSdkClientException() {
        LambdaInvokeTask task =
                new LambdaInvokeTask(call -> CompletableFuture.failedFuture(new IllegalStateException("no runtime")));

        assertThat(failure(task, "{'FunctionName':'f'}")).hasMessage("Lambda.SdkClientException: no runtime");
    }
}

package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code arn:aws:states:::lambda:invoke}. An error of the function is named by its {@code errorType} and has the whole
 * error payload as its cause; an error of the call is {@code Lambda.<code>}.
 */
public final class LambdaInvokeTask implements TaskIntegration {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ARGUMENTS = Set.of("FunctionName", "Payload", "Qualifier", "InvocationType");

    private final Invoker invoker;

    public LambdaInvokeTask(Invoker invoker) {
        this.invoker = invoker;
    }

    /** Lambda's Invoke. */
    @FunctionalInterface
    public interface Invoker {
        /** Invokes; completes exceptionally, or throws an AwsException, where Lambda refuses the call. */
        CompletionStage<Answer> invoke(Call call);
    }

    /**
     * An Invoke.
     *
     * @param functionName name, partial ARN or ARN
     * @param invocationType {@code RequestResponse} or {@code Event}
     * @param payload JSON
     */
    public record Call(
            String functionName,
            Optional<String> qualifier,
            String invocationType,
            String payload,
            String roleArn,
            Optional<String> traceHeader) {}

    /**
     * What Invoke answered.
     *
     * @param functionError {@code Unhandled} or {@code Handled} where the function failed
     * @param payload JSON, the error's where there is one
     */
    public record Answer(
            int statusCode, String executedVersion, Optional<String> functionError, String payload, String requestId) {}

    @Override
    public String resource() {
        return "arn:aws:states:::lambda:invoke";
    }

    @Override
    public Set<String> requiredArguments() {
        return Set.of("FunctionName");
    }

    @Override
    public Set<String> supportedArguments() {
        return ARGUMENTS;
    }

    @Override
    public TaskAttempt start(JsonNode arguments, TaskContext context) {
        Call call = new Call(
                arguments.path("FunctionName").asText(),
                Optional.ofNullable(arguments.path("Qualifier").textValue()),
                arguments.path("InvocationType").asText("RequestResponse"),
                arguments.has("Payload") ? arguments.get("Payload").toString() : "{}",
                context.roleArn(),
                context.traceHeader());
        try {
            CompletionStage<JsonNode> result = invoker.invoke(call).handle((answer, thrown) -> {
                if (thrown != null) {
                    throw TaskFailure.of("Lambda", thrown);
                }
                return result(answer);
            });
            // Lambda has no call to stop an invocation: it goes on, and its answer is for nobody.
            return TaskAttempt.call(result, () -> {});
        } catch (RuntimeException e) {
            return TaskAttempt.call(CompletableFuture.failedFuture(TaskFailure.of("Lambda", e)), () -> {});
        }
    }

    private static JsonNode result(Answer answer) {
        JsonNode payload = payload(answer.payload());
        if (answer.functionError().isPresent()) {
            throw functionFailure(payload);
        }
        ObjectNode result = JSON.createObjectNode();
        result.put("ExecutedVersion", answer.executedVersion());
        result.set("Payload", payload);
        result.putObject("SdkHttpMetadata").put("HttpStatusCode", answer.statusCode());
        result.putObject("SdkResponseMetadata").put("RequestId", answer.requestId());
        return result.put("StatusCode", answer.statusCode());
    }

    private static JsonNode payload(String text) {
        try {
            return text.isEmpty() ? TextNode.valueOf("") : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static TaskFailure functionFailure(JsonNode payload) {
        String type = payload.path("errorType").asText();
        return type.isEmpty()
                ? new TaskFailure(
                        "Lambda.Unknown",
                        "The cause could not be determined because Lambda did not return an error type. Returned payload: "
                                + payload)
                : new TaskFailure(type, payload.toString());
    }
}

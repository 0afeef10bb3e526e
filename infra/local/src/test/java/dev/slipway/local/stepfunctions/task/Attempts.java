package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Starts attempts and takes what they end with. */
final class Attempts {
    static final TaskContext CONTEXT =
            new TaskContext("arn:execution", "arn:machine", "arn:role", "T", Optional.of("Root=1"));

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode result(TaskIntegration task, String arguments) {
        return task.start(json(arguments), CONTEXT)
                .result()
                .toCompletableFuture()
                .join();
    }

    static TaskFailure failure(TaskIntegration task, String arguments) {
        try {
            throw new AssertionError(result(task, arguments));
        } catch (CompletionException e) {
            return (TaskFailure) e.getCause();
        } catch (TaskFailure e) {
            return e;
        }
    }

    private Attempts() {}
}

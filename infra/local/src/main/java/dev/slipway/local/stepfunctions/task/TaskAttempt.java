package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A running attempt.
 *
 * @param submitted what the call answered, for an integration that then waits for the work ({@code .sync})
 * @param result completes with the task's result, or with a {@link TaskFailure}
 * @param cancel stops the work; called at most once, when the state has timed out or the execution was stopped
 */
public record TaskAttempt(Optional<JsonNode> submitted, CompletionStage<JsonNode> result, Runnable cancel) {

    /** Describes a call whose answer is the result. */
    public static TaskAttempt call(CompletionStage<JsonNode> result, Runnable cancel) {
        return new TaskAttempt(Optional.empty(), result, cancel);
    }

    /** Describes work that the call has begun and that is waited for. */
    public static TaskAttempt work(JsonNode submitted, CompletionStage<JsonNode> result, Runnable cancel) {
        return new TaskAttempt(Optional.of(submitted), result, cancel);
    }
}

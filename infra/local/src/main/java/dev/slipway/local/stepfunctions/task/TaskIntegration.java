package dev.slipway.local.stepfunctions.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** One service integration, such as {@code arn:aws:states:::lambda:invoke}. */
public interface TaskIntegration {

    /** Returns the value of {@code Resource} that means this integration. */
    String resource();

    /** Returns the arguments without which a definition is refused. */
    Set<String> requiredArguments();

    /** Returns all arguments that it takes; a definition with another one is refused rather than run without it. */
    Set<String> supportedArguments();

    /**
     * Starts one attempt. May block for as long as the call itself takes, not for the work that it starts.
     *
     * @throws TaskFailure where the call fails
     */
    TaskAttempt start(JsonNode arguments, TaskContext context);
}

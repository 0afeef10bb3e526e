package dev.slipway.local.stepfunctions.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What was started.
 *
 * @param input JSON, as StartExecution was given it
 * @param definition SHA-256 of the definition that the execution runs, whatever becomes of the state machine
 * @param startDate milliseconds since the epoch
 * @param traceHeader the X-Ray header of StartExecution
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExecutionRecord(
        String executionArn,
        String stateMachineArn,
        String name,
        String input,
        String roleArn,
        String definition,
        @Nullable String revisionId,
        long startDate,
        @Nullable String traceHeader) {

    /** Returns the name of the state machine. */
    public String stateMachineName() {
        return stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1);
    }
}

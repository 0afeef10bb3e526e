package dev.slipway.local.stepfunctions.task;

import java.util.Optional;

/**
 * Who calls.
 *
 * @param traceHeader the X-Ray header that StartExecution was given
 */
public record TaskContext(
        String executionArn, String stateMachineArn, String roleArn, String stateName, Optional<String> traceHeader) {}

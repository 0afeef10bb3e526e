package dev.slipway.events.step;

import dev.slipway.events.state.ExecutionInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to go on: upload the keys that are missing, then start the state machine with this input under
 * the name of the deployment.
 *
 * @param missing keys of the source's layers that the bucket does not have yet
 * @param input for StartExecution, to the letter
 * @param tracing what the client does with its spans
 * @param traceUrlTemplate link to a trace, with {@code {traceId}}; absent where the pipeline knows none
 */
public record CreateDeploymentResult(
        String deploymentId,
        long sequence,
        String bucket,
        List<String> missing,
        String stateMachineArn,
        ExecutionInput input,
        Tracing tracing,
        @Nullable String traceUrlTemplate) {
    public CreateDeploymentResult {
        Objects.requireNonNull(deploymentId, "deploymentId");
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(stateMachineArn, "stateMachineArn");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(tracing, "tracing");
        missing = List.copyOf(missing);
    }
}

package dev.slipway.cli.deploy;

import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.step.CancelRequest;

/**
 * Cancels deployments. The workflow of one is stopped, and Step Functions tells record_outcome; where none has begun yet,
 * record_outcome is asked to close the record.
 */
public final class Cancellation {
    private final Pipeline pipeline;

    /** Cancels on the given pipeline. */
    public Cancellation(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Cancels a deployment; one that has ended stays as it ended. */
    public void cancel(ExecutionInput input, String cause) {
        if (stop(input, cause)) {
            return;
        }
        CancelRequest request = new CancelRequest(input.app(), input.deploymentId(), cause);
        if (!pipeline.functions().cancel(request).status().isTerminal()) {
            // Another client has started the workflow in between.
            stop(input, cause);
        }
    }

    private boolean stop(ExecutionInput input, String cause) {
        return pipeline.executions().stop(pipeline.site().execution(input.deploymentId()), "Cancelled", cause);
    }
}

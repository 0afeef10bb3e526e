package dev.slipway.cli.deploy;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.RecordOutcomeRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Reads how deployments ended. The record says so, and record_outcome alone writes it; where an execution ended without
 * it, it is called.
 */
public final class Outcomes {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_MS = 50;

    private final Pipeline pipeline;

    /** Reads from the given pipeline. */
    public Outcomes(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Returns the terminal record of a deployment whose execution has ended. */
    DeploymentRecord of(ExecutionInput input) throws InterruptedException {
        Optional<DeploymentRecord> record = await(input, PATIENCE);
        if (record.isEmpty()) {
            repair(input);
            record = await(input, PATIENCE);
        }
        return record.orElseThrow(() -> new CliFailure(
                ExitCode.UNREACHABLE,
                "failed to learn the outcome of " + input.deploymentId() + ": its record is still open",
                "try `slipway status " + input.app() + "` in a while"));
    }

    /** Returns the terminal record of a deployment that was just stopped. */
    public DeploymentRecord ended(DeploymentRecord record) {
        try {
            return of(record.input());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return record;
        }
    }

    /** Tells whether the record of a deployment says by now how it ended. */
    boolean isKnown(ExecutionInput input) {
        return pipeline.records()
                .deployment(input.app(), input.deploymentId())
                .filter(record -> record.status().isTerminal())
                .isPresent();
    }

    /** Waits for a terminal record. */
    public Optional<DeploymentRecord> await(ExecutionInput input, Duration patience) throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            Optional<DeploymentRecord> record = pipeline.records().deployment(input.app(), input.deploymentId());
            if (record.isPresent() && record.get().status().isTerminal()) {
                return record;
            }
            if (Instant.now().isAfter(deadline)) {
                return Optional.empty();
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** Returns the record, closed first when its execution has ended without closing it. */
    public DeploymentRecord repaired(DeploymentRecord record) {
        if (record.status().isTerminal() || !hasEnded(record)) {
            return record;
        }
        repair(record.input());
        return pipeline.records()
                .deployment(record.app(), record.deploymentId())
                .orElse(record);
    }

    private boolean hasEnded(DeploymentRecord record) {
        return pipeline.executions()
                .describe(pipeline.site().execution(record.deploymentId()))
                .map(DescribeExecutionResponse::status)
                .filter(status -> status != ExecutionStatus.RUNNING)
                .isPresent();
    }

    private void repair(ExecutionInput input) {
        String arn = pipeline.site().execution(input.deploymentId());
        Instant started = pipeline.executions()
                .describe(arn)
                .map(DescribeExecutionResponse::startDate)
                .orElseGet(Instant::now);
        pipeline.functions()
                .recordOutcome(new RecordOutcomeRequest(input, new Execution(arn, 0, started), null, null, null, null));
    }
}

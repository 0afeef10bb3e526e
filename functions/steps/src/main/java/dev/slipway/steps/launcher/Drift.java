package dev.slipway.steps.launcher;

import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.Keys;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import java.time.Clock;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Puts right what no running workflow does: an app that is not as desired, a desired state that an ended workflow left.
 *
 * <p>While the workflow that wrote a desired state runs, it is left alone.
 */
final class Drift {
    private final Bucket bucket;
    private final SfnClient states;
    private final Launcher launcher;
    private final Clock clock;

    Drift(Bucket bucket, SfnClient states, Launcher launcher, Clock clock) {
        this.bucket = bucket;
        this.states = states;
        this.launcher = launcher;
        this.clock = clock;
    }

    void reconcileAll() {
        bucket.names(Keys.DESIRED, ".json").forEach(this::reconcile);
    }

    void reconcile(String app) {
        bucket.read(Keys.desired(app), DesiredState.class)
                .map(Versioned::value)
                .filter(desired -> desired.version() > 0)
                .ifPresent(this::reconcile);
    }

    private void reconcile(DesiredState desired) {
        switch (execution(desired)) {
            case RUNNING, PENDING_REDRIVE -> {}
            case FAILED, TIMED_OUT, ABORTED ->
                new Withdrawal(bucket, clock).withdraw(desired.app(), desired.deploymentId());
            default -> launcher.repair(desired);
        }
    }

    private ExecutionStatus execution(DesiredState desired) {
        String arn = desired.executionArn();
        if (arn == null) {
            return ExecutionStatus.SUCCEEDED;
        }
        try {
            return states.describeExecution(call -> call.executionArn(arn)).status();
        } catch (ExecutionDoesNotExistException e) {
            // Step Functions forgets an execution after 90 days; what it left is what it meant.
            return ExecutionStatus.SUCCEEDED;
        }
    }
}

package dev.slipway.steps.activate;

import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.step.ActivateRequest;
import dev.slipway.events.step.ActivateResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import java.time.Clock;
import java.util.Optional;

/**
 * Writes what should run.
 *
 * <p>The sequence number decides, not the order in which builds end: what a newer deployment desired stays.
 */
final class Activate {
    private final Bucket bucket;
    private final Clock clock;

    Activate(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    ActivateResult activate(ActivateRequest request) {
        ExecutionInput input = request.input();
        Long previous = bucket.read(Keys.live(input.app()), LiveState.class)
                .map(Versioned::value)
                .map(LiveState::version)
                .orElse(null);
        DesiredState wanted = new DesiredState(
                1,
                input.app(),
                request.version(),
                previous,
                input.deploymentId(),
                input.sequence(),
                request.execution().arn(),
                StepRuntime.buildSpan(input, request.execution()),
                clock.instant());
        markActivating(request);
        DesiredState now = bucket.update(
                        Keys.desired(input.app()), DesiredState.class, current -> replace(current, wanted))
                .orElseThrow();
        return new ActivateResult(now.version(), now.previous());
    }

    private static Optional<DesiredState> replace(Optional<DesiredState> current, DesiredState wanted) {
        if (current.isPresent()) {
            DesiredState there = current.get();
            if (there.sequence() > wanted.sequence()) {
                throw new SupersededException(wanted.app(), there.deploymentId());
            }
            if (there.deploymentId().equals(wanted.deploymentId()) && there.version() == wanted.version()) {
                return current;
            }
        }
        return Optional.of(wanted);
    }

    private void markActivating(ActivateRequest request) {
        ExecutionInput input = request.input();
        bucket.update(
                Keys.deployment(input.app(), input.deploymentId()),
                DeploymentRecord.class,
                current -> current.map(record -> activating(record, request)));
    }

    /** What was cancelled beside its workflow, in the moment in which that began, must not come to life. */
    private DeploymentRecord activating(DeploymentRecord record, ActivateRequest request) {
        if (record.status() == DeploymentStatus.CANCELLED) {
            throw new StepException(Stage.ACTIVATE, "the deployment was cancelled meanwhile", "deploy again");
        }
        return record.status().isTerminal() || record.status() == DeploymentStatus.ACTIVATING
                ? record
                : record.progress(
                        DeploymentStatus.ACTIVATING, request.execution().arn(), clock.instant());
    }
}

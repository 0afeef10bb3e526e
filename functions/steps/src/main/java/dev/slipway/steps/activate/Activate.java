package dev.slipway.steps.activate;

import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what should run.
 *
 * <p>The sequence number decides, not the order in which builds end: what a newer deployment desired stays.
 */
final class Activate {
    private static final int MOST_COALESCED = 32;

    private final Bucket bucket;
    private final Clock clock;

    Activate(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    ActivateResult activate(ActivateRequest request) {
        ExecutionInput input = request.input();
        Optional<LiveState> live =
                bucket.read(Keys.live(input.app()), LiveState.class).map(Versioned::value);
        DesiredState wanted = new DesiredState(
                1,
                input.app(),
                request.version(),
                live.map(LiveState::version).orElse(null),
                input.deploymentId(),
                input.sequence(),
                request.execution().arn(),
                StepRuntime.buildSpan(input, request.execution()),
                null,
                clock.instant());
        markActivating(request);
        DesiredState now = bucket.update(
                        Keys.desired(input.app()), DesiredState.class, current -> replace(current, wanted, live))
                .orElseThrow();
        return new ActivateResult(now.version(), now.previous());
    }

    private static Optional<DesiredState> replace(
            Optional<DesiredState> current, DesiredState wanted, Optional<LiveState> live) {
        if (current.isEmpty()) {
            return Optional.of(wanted);
        }
        DesiredState there = current.get();
        if (there.sequence() > wanted.sequence()) {
            throw new SupersededException(wanted.app(), there.deploymentId());
        }
        if (there.deploymentId().equals(wanted.deploymentId()) && there.version() == wanted.version()) {
            return current;
        }
        boolean isLive = live.filter(state -> state.deploymentId().equals(there.deploymentId()))
                .isPresent();
        return Optional.of(isLive ? wanted : coalescing(there, wanted));
    }

    /** What is replaced before it was live is brought about with what replaces it; the launcher's span links both. */
    private static DesiredState coalescing(DesiredState there, DesiredState wanted) {
        List<TraceContext> traces = new ArrayList<>();
        if (there.coalesced() != null) {
            traces.addAll(there.coalesced());
        }
        if (there.trace() != null) {
            traces.add(there.trace());
        }
        return new DesiredState(
                wanted.schema(),
                wanted.app(),
                wanted.version(),
                wanted.previous(),
                wanted.deploymentId(),
                wanted.sequence(),
                wanted.executionArn(),
                wanted.trace(),
                traces.isEmpty() ? null : traces.subList(Math.max(0, traces.size() - MOST_COALESCED), traces.size()),
                wanted.since());
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

package dev.slipway.steps.recordoutcome;

import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.Outcome;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.CancelRequest;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.events.step.RecordOutcomeResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.launcher.Withdrawal;
import dev.slipway.steps.notice.Notices;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Writes how a deployment ended.
 *
 * <p>What is live decides: a deployment whose version runs is a live one, however its workflow ended. Any other that did
 * not succeed is taken out of the desired state first, so that nobody launches it after its record says it failed. The
 * first terminal status stays; a repeated call writes nothing and answers it.
 */
final class RecordOutcome {
    private final Bucket bucket;
    private final Executions executions;
    private final Notices notices;
    private final BuildSpans spans;
    private final Clock clock;

    RecordOutcome(Bucket bucket, Executions executions, Notices notices, BuildSpans spans, Clock clock) {
        this.bucket = bucket;
        this.executions = executions;
        this.notices = notices;
        this.spans = spans;
        this.clock = clock;
    }

    /** Records the end of a workflow that came to its last state. */
    RecordOutcomeResult record(RecordOutcomeRequest request) {
        History history = executions.history(request.execution().arn(), request.input());
        return write(request, history, new Verdict(bucket, executions).of(request, history), true);
    }

    /** Records the end of a workflow that was stopped, or timed out, before its last state. */
    RecordOutcomeResult recordEnded(Executions.Ended ended) {
        RecordOutcomeRequest request =
                new RecordOutcomeRequest(ended.input(), ended.execution(), null, null, null, null);
        History history = executions.history(ended.execution().arn(), ended.input());
        return write(request, history, Verdict.ofStopped(ended, history), false);
    }

    /**
     * Records that a deployment was cancelled before its workflow began. One that has begun is left to it: whoever asked
     * stops the execution, and should it begin right now, it finds the record closed and goes no further than setup.
     */
    RecordOutcomeResult cancel(CancelRequest request) {
        String key = Keys.deployment(request.app(), request.deploymentId());
        DeploymentRecord record = bucket.read(key, DeploymentRecord.class)
                .map(Versioned::value)
                .orElseThrow(() -> new StepException(
                        Stage.CREATE_DEPLOYMENT,
                        request.app() + " has no deployment " + request.deploymentId(),
                        "see slipway history " + request.app()));
        String arn = executions.arn(request.deploymentId());
        Optional<Executions.Ended> execution = executions.find(arn);
        if (execution.isPresent()) {
            return execution.get().status() == ExecutionStatus.RUNNING ? result(record) : recordEnded(execution.get());
        }
        Failure failure = new Failure(Stage.UPLOAD, "Cancelled", request.cause(), null, List.of());
        return write(
                new RecordOutcomeRequest(
                        record.input(), new Execution(arn, 0, record.createdAt()), null, null, null, null),
                new History(record.input(), List.of()),
                new Verdict.Judgement(DeploymentStatus.CANCELLED, failure),
                false);
    }

    /**
     * Writes the end.
     *
     * @param lastState whether the workflow itself calls, in its last state: should that be a second attempt after a first
     *     one that died before its spans left, the steps' spans would be orphans without them
     */
    private RecordOutcomeResult write(
            RecordOutcomeRequest request, History history, Verdict.Judgement judgement, boolean lastState) {
        ExecutionInput input = request.input();
        if (judgement.status() != DeploymentStatus.LIVE) {
            new Withdrawal(bucket, clock).withdraw(input.app(), input.deploymentId());
        }
        Optional<LiveState> live = bucket.read(Keys.live(input.app()), LiveState.class)
                .map(Versioned::value)
                .filter(state -> state.deploymentId().equals(input.deploymentId()));
        Instant now = clock.instant();
        Outcome outcome = live.map(state ->
                        new Outcome(DeploymentStatus.LIVE, state.version(), state.url(), null, history.phases(now)))
                .orElseGet(() -> new Outcome(
                        judgement.statusUnlessLive(),
                        history.version().orElse(request.version()),
                        null,
                        judgement.failureUnlessLive(),
                        history.phases(now)));
        DeploymentRecord ended = end(input, outcome, now);
        boolean endedNow = ended.finishedAt() != null && ended.finishedAt().equals(now);
        if (endedNow) {
            leaveOthers(ended);
            notices.ended(ended);
        }
        if (endedNow || (lastState && ended.finishedAt() != null)) {
            spans.write(
                    request,
                    history,
                    ended,
                    executions.builds(history),
                    () -> bucket.read(Keys.buildResult(input.app(), input.deploymentId()), BuildResult.class)
                            .map(Versioned::value));
        }
        return result(ended);
    }

    private static RecordOutcomeResult result(DeploymentRecord record) {
        return new RecordOutcomeResult(
                record.status(),
                record.deploymentId(),
                record.failure() == null ? null : record.failure().cause());
    }

    private DeploymentRecord end(ExecutionInput input, Outcome outcome, Instant now) {
        return bucket.update(
                        Keys.deployment(input.app(), input.deploymentId()),
                        DeploymentRecord.class,
                        current -> current.map(
                                record -> record.status().isTerminal() ? record : record.ended(outcome, now)))
                .orElseThrow(() -> new IllegalStateException(
                        "failed to record the outcome: deployment " + input.deploymentId() + " has no record"));
    }

    /** Marks the deployment that a rollback left. */
    private void leaveOthers(DeploymentRecord ended) {
        if (ended.status() != DeploymentStatus.LIVE || ended.input().kind() != Kind.ROLLBACK) {
            return;
        }
        bucket.read(Keys.desired(ended.app()), DesiredState.class)
                .map(Versioned::value)
                .filter(desired -> desired.deploymentId().equals(ended.deploymentId()))
                .map(DesiredState::previous)
                .flatMap(previous -> bucket.read(Keys.version(ended.app(), previous), VersionRecord.class))
                .map(version -> version.value().deploymentId())
                .flatMap(left -> bucket.update(
                        Keys.deployment(ended.app(), left),
                        DeploymentRecord.class,
                        current -> current.map(record -> record.status() == DeploymentStatus.LIVE
                                ? record.ended(left(record), clock.instant())
                                : record)))
                .filter(left -> left.status() == DeploymentStatus.ROLLED_BACK)
                .ifPresent(notices::left);
    }

    private static Outcome left(DeploymentRecord record) {
        return new Outcome(DeploymentStatus.ROLLED_BACK, record.version(), record.url(), null, record.phases());
    }
}

package dev.slipway.steps.recordoutcome;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.CaughtError;
import dev.slipway.events.step.LaunchOutcome;
import dev.slipway.events.step.LaunchResult;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.events.step.StepError;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Says from what the workflow caught how the deployment ended, and why. */
final class Verdict {
    private static final Failure UNKNOWN =
            new Failure(null, "Unknown", "the workflow ended without a reason", "deploy again", List.of());

    private final Bucket bucket;

    private final Executions executions;

    Verdict(Bucket bucket, Executions executions) {
        this.bucket = bucket;
        this.executions = executions;
    }

    Judgement of(RecordOutcomeRequest request, History history) {
        CaughtError caught = request.error();
        if (caught != null) {
            return caught(request, caught, history);
        }
        LaunchResult launch = request.launch();
        if (launch == null) {
            return new Judgement(DeploymentStatus.FAILED, UNKNOWN);
        }
        return launch.outcome() == LaunchOutcome.SETTLED
                ? new Judgement(DeploymentStatus.LIVE, null)
                : launch.outcome() == LaunchOutcome.SUPERSEDED
                        ? new Judgement(DeploymentStatus.SUPERSEDED, null)
                        : new Judgement(DeploymentStatus.FAILED, launch.failure());
    }

    /** Judges an execution that Step Functions ended itself: no Catch runs after a stop or a time-out. */
    static Judgement ofStopped(Executions.Ended ended, History history) {
        Stage phase = history.lastPhase().orElse(null);
        if (ended.status() == ExecutionStatus.ABORTED) {
            String by = ended.cause() == null ? "the execution was stopped" : ended.cause();
            return new Judgement(DeploymentStatus.CANCELLED, new Failure(phase, "Cancelled", by, null, List.of()));
        }
        boolean late = ended.status() == ExecutionStatus.TIMED_OUT;
        String cause = late
                ? "the workflow took longer than it may"
                : Objects.requireNonNullElse(ended.cause(), "the workflow failed without saying why");
        return new Judgement(
                DeploymentStatus.FAILED,
                new Failure(phase, late ? "TimedOut" : "WorkflowFailed", cause, "deploy again", List.of()));
    }

    private Judgement caught(RecordOutcomeRequest request, CaughtError caught, History history) {
        Stage phase =
                History.phaseOf(Objects.requireNonNullElse(request.state(), "")).orElse(null);
        if (phase == Stage.BUILDKIT) {
            return new Judgement(DeploymentStatus.FAILED, build(request, caught, history));
        }
        Optional<JsonNode> exception = exception(caught.cause());
        String type = exception.map(node -> node.path("errorType").asText("")).orElse(caught.error());
        String name = type.substring(type.lastIndexOf('.') + 1);
        String message = exception
                .map(node -> node.path("errorMessage").asText(""))
                .orElseGet(() -> Objects.requireNonNullElse(caught.cause(), caught.error()));
        StepError error = stepError(message)
                .orElseGet(() -> new StepError(
                        phase == null ? history.lastPhase().orElse(Stage.SETUP) : phase,
                        name.equals("States.Timeout") ? "the step took longer than it may" : message,
                        "deploy again; if it stays, see the log of the step",
                        List.of()));
        DeploymentStatus status =
                name.equals("SupersededException") ? DeploymentStatus.SUPERSEDED : DeploymentStatus.FAILED;
        return new Judgement(status, new Failure(error.phase(), name, error.cause(), error.hint(), error.log()));
    }

    /** The build says itself why it failed; where it could not, CodeBuild's words have to do. */
    private Failure build(RecordOutcomeRequest request, CaughtError caught, History history) {
        return bucket.read(
                        Keys.buildResult(request.input().app(), request.input().deploymentId()), BuildResult.class)
                .map(Versioned::value)
                .filter(result -> !result.succeeded())
                .map(result -> new Failure(
                        Stage.BUILDKIT,
                        "BuildFailed",
                        Objects.requireNonNullElse(result.cause(), "the build ended without an image"),
                        result.hint(),
                        result.log()))
                .orElseGet(() -> new Failure(
                        Stage.BUILDKIT,
                        "BuildFailed",
                        caught.error().equals("States.Timeout")
                                ? "the build took longer than it may"
                                : "the build ended before it could say why" + contexts(history),
                        "see its output with: slipway logs " + request.input().app() + " --build "
                                + request.input().deploymentId(),
                        List.of()));
    }

    /** What CodeBuild says of the phases that failed: a command's exit code, a source that is not there, a full disk. */
    private String contexts(History history) {
        return executions.builds(history).stream()
                .flatMap(build -> build.phases().stream())
                .flatMap(phase -> phase.contexts().stream())
                .map(PhaseContext::message)
                .filter(message -> message != null && !message.isBlank())
                .findFirst()
                .map(message -> ": " + message.strip())
                .orElse("");
    }

    private static Optional<JsonNode> exception(@Nullable String cause) {
        try {
            return Optional.ofNullable(cause).map(Codec::parse).filter(node -> node.has("errorType"));
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    private static Optional<StepError> stepError(String message) {
        try {
            return Optional.of(Codec.read(message, StepError.class));
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }

    /** How a deployment ended as far as the workflow knows; the live state may know better. */
    record Judgement(DeploymentStatus status, @Nullable Failure failure) {

        /** The status of a deployment that is not the live one: one that settled must have been replaced since. */
        DeploymentStatus statusUnlessLive() {
            return status == DeploymentStatus.LIVE ? DeploymentStatus.SUPERSEDED : status;
        }

        @Nullable
        Failure failureUnlessLive() {
            return failure;
        }
    }
}

package dev.slipway.steps.recordoutcome;

import dev.slipway.events.Codec;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.step.Execution;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Reads what Step Functions and CodeBuild know of a deployment. */
final class Executions {
    private final SfnClient states;
    private final CodeBuildClient builds;
    private final String stateMachine;

    Executions(SfnClient states, CodeBuildClient builds, String stateMachine) {
        this.states = states;
        this.builds = builds;
        this.stateMachine = stateMachine;
    }

    /** Returns the ARN of a deployment's execution, whether it has begun or not. */
    String arn(String deploymentId) {
        return stateMachine.replace(":stateMachine:", ":execution:") + ":" + deploymentId;
    }

    /** Returns an execution, unless it has not begun. */
    Optional<Ended> find(String arn) {
        try {
            return Optional.of(describe(arn));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    Ended describe(String arn) {
        DescribeExecutionResponse execution = states.describeExecution(call -> call.executionArn(arn));
        return new Ended(
                Codec.read(execution.input(), ExecutionInput.class),
                new Execution(arn, Optional.ofNullable(execution.redriveCount()).orElse(0), execution.startDate()),
                execution.status(),
                execution.cause());
    }

    History history(String arn, ExecutionInput input) {
        return new History(
                input,
                states
                        .getExecutionHistoryPaginator(
                                call -> call.executionArn(arn).includeExecutionData(true))
                        .stream()
                        .flatMap(page -> page.events().stream())
                        .toList());
    }

    /** Returns the builds that an execution started, in order. */
    List<Build> builds(History history) {
        List<String> ids = history.buildIds();
        return ids.isEmpty()
                ? List.of()
                : builds.batchGetBuilds(call -> call.ids(ids)).builds();
    }

    /** An execution that ended without its last state. */
    record Ended(
            ExecutionInput input,
            Execution execution,
            ExecutionStatus status,
            @Nullable String cause) {}
}

package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.stepfunctions.asl.State;
import dev.slipway.local.stepfunctions.engine.Branch.Exit;
import dev.slipway.local.stepfunctions.jsonata.Scope;
import dev.slipway.local.stepfunctions.jsonata.Template;
import dev.slipway.local.stepfunctions.task.TaskAttempt;
import dev.slipway.local.stepfunctions.task.TaskContext;
import dev.slipway.local.stepfunctions.task.TaskFailure;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a Task: TaskScheduled, TaskStarted, for work that is waited for also TaskSubmitted, and how it ended.
 *
 * <p>HeartbeatSeconds stands in the history but ends nothing: only activities and task tokens send heartbeats, and those
 * the local cloud has not.
 */
final class TaskStep {
    private static final Logger LOG = LoggerFactory.getLogger(TaskStep.class);
    private static final String PREFIX = "arn:aws:states:::";

    private final Branch branch;
    private final Run run;
    private final Visit visit;
    private final State.Task task;
    private final String service;
    private final String call;

    TaskStep(Branch branch, Visit visit, State.Task task) {
        this.branch = branch;
        this.run = branch.execution();
        this.visit = visit;
        this.task = task;
        String name = task.resource().substring(PREFIX.length());
        this.service = name.substring(0, name.indexOf(':'));
        this.call = name.substring(name.indexOf(':') + 1);
    }

    Exit execute() {
        JsonNode result = attempt();
        return branch.leave(visit, task.flow(), "", result, Map.of("result", result));
    }

    private record Request(JsonNode arguments, OptionalLong timeout, OptionalLong heartbeat) {}

    private JsonNode attempt() {
        Request request = branch.evaluating(visit, this::request);
        TaskIntegration integration = run.surroundings().integration(task.resource());
        check(integration, request.arguments());
        schedule(request);
        branch.last(run.append("TaskStarted", branch.last(), "taskStartedEventDetails", details()));
        TaskAttempt attempt = start(integration, request.arguments());
        JsonNode result = follow(attempt, request.timeout());
        try {
            ObjectNode details = withOutput(Payload.checked(result, service));
            branch.last(run.append("TaskSucceeded", branch.last(), "taskSucceededEventDetails", details));
        } catch (StateFailure e) {
            throw failed("TaskFailed", e);
        }
        return result;
    }

    private Request request() {
        Scope scope = branch.scope(visit, Map.of());
        JsonNode arguments = task.arguments()
                .map(template -> template.evaluate(scope, "Arguments"))
                .orElseGet(Run::object);
        return new Request(
                arguments,
                seconds(task.timeoutSeconds(), scope, "TimeoutSeconds"),
                seconds(task.heartbeatSeconds(), scope, "HeartbeatSeconds"));
    }

    private static OptionalLong seconds(Optional<Template> template, Scope scope, String field) {
        return template.map(value -> OptionalLong.of(Steps.seconds(value, scope, field)))
                .orElse(OptionalLong.empty());
    }

    private void check(TaskIntegration integration, JsonNode arguments) {
        List<String> problems = new ArrayList<>();
        integration.requiredArguments().stream()
                .sorted()
                .filter(name -> !arguments.has(name))
                .forEach(name -> problems.add("The field '" + name + "' is required but was missing"));
        arguments.fieldNames().forEachRemaining(name -> {
            if (!integration.supportedArguments().contains(name)) {
                problems.add("The field \"" + name + "\" is not supported by Step Functions");
            }
        });
        if (!problems.isEmpty()) {
            throw visit.failure(
                    StateFailure.RUNTIME,
                    "The Parameters '" + arguments + "' could not be used to start the Task: " + problems);
        }
    }

    private void schedule(Request request) {
        ObjectNode details = details().put("region", run.surroundings().region());
        details.put("parameters", Payload.checked(request.arguments(), task.name()));
        request.timeout().ifPresent(seconds -> details.put("timeoutInSeconds", seconds));
        request.heartbeat().ifPresent(seconds -> details.put("heartbeatInSeconds", seconds));
        branch.last(run.append("TaskScheduled", branch.last(), "taskScheduledEventDetails", details));
    }

    private TaskAttempt start(TaskIntegration integration, JsonNode arguments) {
        TaskContext context = new TaskContext(
                run.execution().executionArn(),
                run.execution().stateMachineArn(),
                run.execution().roleArn(),
                task.name(),
                Optional.ofNullable(run.execution().traceHeader()));
        try {
            return integration.start(arguments, context);
        } catch (RuntimeException e) {
            throw failed(call.endsWith(".sync") ? "TaskSubmitFailed" : "TaskFailed", failure(e));
        }
    }

    private JsonNode follow(TaskAttempt attempt, OptionalLong timeout) {
        try {
            attempt.submitted().ifPresent(answer -> {
                ObjectNode details = withOutput(answer.toString());
                branch.last(run.append("TaskSubmitted", branch.last(), "taskSubmittedEventDetails", details));
            });
            return await(attempt, timeout);
        } catch (Stop.StoppedException e) {
            cancel(attempt);
            throw e;
        }
    }

    private JsonNode await(TaskAttempt attempt, OptionalLong timeout) {
        CompletableFuture<JsonNode> result =
                attempt.result().toCompletableFuture().copy();
        Runnable cancelTimer = () -> {};
        if (timeout.isPresent()) {
            TimedOut timedOut = new TimedOut();
            cancelTimer = run.surroundings()
                    .timer()
                    .after(Duration.ofSeconds(timeout.getAsLong()), () -> result.completeExceptionally(timedOut));
        }
        try {
            return branch.stop().await(result);
        } catch (Stop.StoppedException e) {
            throw e;
        } catch (TimedOut e) {
            cancel(attempt);
            throw failed("TaskTimedOut", new StateFailure(Optional.of(StateFailure.TIMEOUT), Optional.empty()));
        } catch (RuntimeException e) {
            throw failed("TaskFailed", failure(e));
        } finally {
            cancelTimer.run();
        }
    }

    private void cancel(TaskAttempt attempt) {
        try {
            attempt.cancel().run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "failed to cancel {} of {}",
                    task.resource(),
                    run.execution().executionArn(),
                    e);
        }
    }

    private StateFailure failure(RuntimeException thrown) {
        TaskFailure failure = TaskFailure.of(Character.toUpperCase(service.charAt(0)) + service.substring(1), thrown);
        return StateFailure.of(failure.error(), failure.reason());
    }

    private StateFailure failed(String type, StateFailure failure) {
        ObjectNode details = details();
        details.setAll(failure.details());
        String field = Character.toLowerCase(type.charAt(0)) + type.substring(1) + "EventDetails";
        branch.last(run.append(type, branch.last(), field, details));
        return failure;
    }

    private ObjectNode details() {
        return Run.object().put("resourceType", service).put("resource", call);
    }

    private ObjectNode withOutput(String output) {
        ObjectNode details = details().put("output", output);
        details.set("outputDetails", Run.object().put("truncated", false));
        return details;
    }

    private static final class TimedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimedOut() {
            super("timed out", null, false, false);
        }
    }
}

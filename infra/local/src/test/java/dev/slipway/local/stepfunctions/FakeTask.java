package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.stepfunctions.task.TaskAttempt;
import dev.slipway.local.stepfunctions.task.TaskContext;
import dev.slipway.local.stepfunctions.task.TaskFailure;
import dev.slipway.local.stepfunctions.task.TaskIntegration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service whose attempts a test ends. Unlike the real ones it does not care about its arguments. */
final class FakeTask implements TaskIntegration {
    private final String resource;
    private final BlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    FakeTask(String resource) {
        this.resource = resource;
    }

    record Attempt(JsonNode arguments, TaskContext context, CompletableFuture<JsonNode> result) {
        void succeed(String json) {
            result.complete(Wire.json(json));
        }

        void fail(String error, String cause) {
            result.completeExceptionally(new TaskFailure(error, cause));
        }
    }

    @Override
    public String resource() {
        return resource;
    }

    @Override
    public Set<String> requiredArguments() {
        return Set.of();
    }

    @Override
    public Set<String> supportedArguments() {
        return Set.of("FunctionName", "Payload", "ProjectName");
    }

    @Override
    public TaskAttempt start(JsonNode arguments, TaskContext context) {
        if (arguments.path("ProjectName").asText().equals("missing")) {
            throw new TaskFailure("CodeBuild.ResourceNotFoundException", "Project cannot be found");
        }
        if (arguments.path("ProjectName").asText().equals("broken")) {
            throw new NoClassDefFoundError("Gone");
        }
        Attempt attempt = new Attempt(arguments, context, new CompletableFuture<>());
        attempts.add(attempt);
        return resource.endsWith(".sync")
                ? TaskAttempt.work(
                        Wire.json("{\"Build\":{\"Id\":\"b:1\"}}"), attempt.result(), cancelled::incrementAndGet)
                : TaskAttempt.call(attempt.result(), cancelled::incrementAndGet);
    }

    /** Waits for an attempt. */
    Attempt next() {
        try {
            Attempt next = attempts.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(resource + " was not called");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int cancelled() {
        return cancelled.get();
    }
}

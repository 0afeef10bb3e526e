package dev.slipway.local;

import dev.slipway.local.eventbridge.TargetInvoker;
import dev.slipway.local.iam.Access;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.lambda.LambdaService;
import dev.slipway.local.lambda.invoke.Outcome;
import dev.slipway.local.stepfunctions.task.LambdaInvokeTask;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lambda as Step Functions and EventBridge call it. */
final class LambdaCalls implements LambdaInvokeTask.Invoker, TargetInvoker, AutoCloseable {
    private final LambdaService lambda;
    private final Permissions permissions;
    private final ExecutorService callers = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lambda-caller");
        thread.setDaemon(true);
        return thread;
    });

    LambdaCalls(LambdaService lambda, Permissions permissions) {
        this.lambda = lambda;
        this.permissions = permissions;
    }

    @Override
    public CompletionStage<LambdaInvokeTask.Answer> invoke(LambdaInvokeTask.Call call) {
        String function =
                call.functionName() + call.qualifier().map(name -> ":" + name).orElse("");
        permissions.require(call.roleArn(), List.of(Access.of("lambda:InvokeFunction", lambda.arn(function))));
        String trace = call.traceHeader().orElse(null);
        String requestId = UUID.randomUUID().toString();
        if (call.invocationType().equals("Event")) {
            lambda.invokeAsync(function, call.payload(), trace);
            return CompletableFuture.completedFuture(
                    new LambdaInvokeTask.Answer(202, "$LATEST", Optional.empty(), "", requestId));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    Outcome outcome = lambda.invoke(function, call.payload(), trace);
                    Optional<String> error = outcome.failed() ? Optional.of("Unhandled") : Optional.empty();
                    return new LambdaInvokeTask.Answer(200, "$LATEST", error, outcome.payload(), requestId);
                },
                callers);
    }

    @Override
    public void invoke(String targetArn, String payload) {
        lambda.invokeAsync(targetArn, payload, null);
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}

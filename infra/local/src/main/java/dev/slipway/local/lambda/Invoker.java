package dev.slipway.local.lambda;

import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.Refusals;
import dev.slipway.local.lambda.invoke.ErrorPayload;
import dev.slipway.local.lambda.invoke.FunctionRuntime;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs invocations on whatever runs the function: a declared runtime, or the app of an image. */
final class Invoker implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

    private final FunctionStore store;
    private final Arns arns;
    private final Apps apps;
    private final Map<String, FunctionRuntime> declared = new ConcurrentHashMap<>();

    Invoker(FunctionStore store, Arns arns, Apps apps) {
        this.store = store;
        this.arns = arns;
        this.apps = apps;
    }

    void declare(String function, FunctionRuntime runtime) {
        declared.put(function, runtime);
    }

    /** Prepares the declared functions one after the other. */
    void prewarm() {
        declared.values().forEach(FunctionRuntime::prewarm);
    }

    /** Finds the version that an invocation would run, refusing as Invoke does. */
    Configuration resolve(FunctionName name) {
        FunctionRecord record = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        Configuration version = Urls.route(record, name.effectiveQualifier())
                .orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        if (!version.progress().state().equals("Active")) {
            throw Refusals.conflict("The operation cannot be performed at this time. The function is currently in the"
                    + " following state: " + version.progress().state());
        }
        return version;
    }

    /** Runs one invocation of the version that was resolved for it. */
    Outcome invoke(Configuration version, Invocation invocation) {
        Outcome outcome;
        try {
            FunctionRuntime own = declared.get(version.functionName());
            outcome = (own == null ? apps.runtime(version) : own).invoke(invocation);
        } catch (IOException e) {
            return Outcome.failure(
                    ErrorPayload.invalidEntrypoint(invocation.requestId(), String.valueOf(e.getMessage())), "");
        }
        int bytes = outcome.payload().getBytes(StandardCharsets.UTF_8).length;
        return bytes > MAX_ANSWER_BYTES
                ? Outcome.failure(ErrorPayload.tooLarge(bytes, MAX_ANSWER_BYTES), outcome.logTail())
                : outcome;
    }

    /** Runs an invocation by the name in it. */
    Outcome invoke(Invocation invocation) {
        return invoke(resolve(FunctionName.parse(invocation.functionArn(), Optional.empty())), invocation);
    }

    @Override
    public void close() {
        declared.values().forEach(FunctionRuntime::close);
    }
}

package dev.slipway.local.lambda.isolated;

import dev.slipway.local.lambda.invoke.Invocation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One execution environment as the Runtime API sees it: at most one invocation at a time. */
final class Sandbox implements AutoCloseable {

    /** An invocation with the time by which it must be answered, in milliseconds since 1970. */
    record Work(Invocation invocation, long deadlineMillis, CompletableFuture<Reply> reply) {}

    /** What the runtime answered. */
    record Reply(String payload, boolean failed, boolean initialization) {}

    private final Runnable close;
    private final CompletableFuture<Void> initialized = new CompletableFuture<>();
    private String address = "";
    private CompletableFuture<Work> pending = new CompletableFuture<>();
    private @Nullable Work current;
    private @Nullable Reply initError;

    Sandbox(Runnable close) {
        this.close = close;
    }

    void bind(String hostAndPort) {
        address = hostAndPort;
    }

    /** Host and port, the value of {@code AWS_LAMBDA_RUNTIME_API}. */
    String address() {
        return address;
    }

    /** Completes when the runtime asks for its first invocation, or says that it cannot. */
    CompletableFuture<Void> initialized() {
        return initialized;
    }

    /** Hands an invocation to the runtime, which may still be on its way up. */
    synchronized CompletableFuture<Reply> offer(Invocation invocation, long deadlineMillis) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        if (initError != null) {
            reply.complete(initError);
            return reply;
        }
        Work work = new Work(invocation, deadlineMillis, reply);
        current = work;
        pending.complete(work);
        return reply;
    }

    synchronized CompletableFuture<Work> next() {
        initialized.complete(null);
        CompletableFuture<Work> asked = pending;
        // Once delivered, a later /next waits for a later invocation.
        var unused = asked.thenRun(this::renew);
        return asked;
    }

    private synchronized void renew() {
        pending = new CompletableFuture<>();
    }

    synchronized boolean finished(String requestId, String payload, boolean failed) {
        Work work = current;
        if (work == null || !work.invocation().requestId().equals(requestId)) {
            return false;
        }
        current = null;
        work.reply().complete(new Reply(payload, failed, false));
        return true;
    }

    synchronized void initializationFailed(String payload) {
        Reply reply = new Reply(payload, true, true);
        initError = reply;
        if (current != null) {
            current.reply().complete(reply);
        }
        initialized.complete(null);
    }

    @Override
    public void close() {
        close.run();
    }
}

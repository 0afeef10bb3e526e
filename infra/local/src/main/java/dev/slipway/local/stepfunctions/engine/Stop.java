package dev.slipway.local.stepfunctions.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whether an execution, or a group of branches in it, is to stop; and how a thread waits without missing that. */
final class Stop {
    private final CompletableFuture<Void> signal;

    Stop() {
        this(new CompletableFuture<>());
    }

    private Stop(CompletableFuture<Void> signal) {
        this.signal = signal;
    }

    /** Makes one that also stops when this one does. */
    Stop child() {
        return new Stop(signal.copy());
    }

    void request() {
        signal.complete(null);
    }

    void check() {
        if (signal.isDone()) {
            throw new StoppedException();
        }
    }

    /**
     * Waits for work.
     *
     * @throws StoppedException if the stop comes first
     * @throws RuntimeException what the work failed with
     */
    <T> T await(CompletionStage<T> work) {
        CompletableFuture<T> future = work.toCompletableFuture();
        CompletableFuture.anyOf(future, signal).handle((done, failed) -> done).join();
        check();
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Unwinds a thread whose execution or group has stopped. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped", null, false, false);
        }
    }
}

package dev.slipway.local;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts things side by side; whoever needs one waits for it. */
final class Parallel implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "start");
        thread.setDaemon(true);
        return thread;
    });

    <T> Started<T> start(Callable<T> work) {
        return new Started<>(threads.submit(work));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Something that starts. */
    record Started<T>(Future<T> future) {

        /** Waits until it is there, and throws what kept it from starting. */
        T get() {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("failed to start: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting", e);
            }
        }
    }
}

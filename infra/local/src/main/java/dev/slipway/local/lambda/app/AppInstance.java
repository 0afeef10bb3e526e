package dev.slipway.local.lambda.app;

import dev.slipway.local.lambda.invoke.ErrorPayload;
import dev.slipway.local.lambda.invoke.InvocationLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one process of a version, from its start to its end. Requests hold it by leases: it is not stopped while one is
 * held, and a lease is not given once it has been stopped, so no request meets a process on its way out.
 */
final class AppInstance {
    private static final Logger LOG = LoggerFactory.getLogger(AppInstance.class);

    private final AppVersion version;
    private final InvocationLog log;
    private final CompletableFuture<RunningApp> ready = new CompletableFuture<>();
    private @Nullable RunningApp app;
    private boolean closed;
    private boolean stopped;
    private int leases;
    private long idleSince = System.nanoTime();

    AppInstance(AppVersion version, InvocationLog log) {
        this.version = version;
        this.log = log;
    }

    AppVersion version() {
        return version;
    }

    InvocationLog log() {
        return log;
    }

    /** Completes when the app listens, exceptionally with an {@link AppFailure} when it will not. */
    CompletableFuture<RunningApp> ready() {
        return ready;
    }

    /** Starts the process and watches it until it listens or has ended. */
    void start(AppLauncher launcher, Duration limit, Executor executor, Runnable ended) {
        executor.execute(() -> {
            try {
                RunningApp started = launcher.start(version, log::write);
                hold(started);
                var unused = started.exit().thenAccept(status -> {
                    exited(status);
                    ended.run();
                });
                awaitListening(started, limit);
            } catch (IOException | UncheckedIOException e) {
                log.write("failed to start " + version.function() + ": " + e.getMessage());
                close();
                ready.completeExceptionally(AppFailure.notStarted(String.valueOf(e.getMessage())));
                ended.run();
            }
        });
    }

    /** Takes a lease, unless the instance has ended or is being stopped. */
    synchronized boolean lease() {
        if (closed) {
            return false;
        }
        leases++;
        return true;
    }

    synchronized void release() {
        leases--;
        idleSince = System.nanoTime();
    }

    /** Stops the app if no request has held it for that long. */
    synchronized boolean stopIfIdle(Duration idle) {
        boolean stop = !closed && leases == 0 && System.nanoTime() - idleSince >= idle.toNanos();
        if (stop) {
            close();
        }
        return stop;
    }

    /** Gives no more leases: the app has ended by itself. */
    synchronized void retire() {
        closed = true;
    }

    /** Stops the app, whatever it does. */
    synchronized void close() {
        stopped = true;
        retire();
        if (app != null) {
            app.stop();
        }
    }

    /** Waits for the end of a stopped app; gives up in silence, since the next life stops what is left. */
    void awaitEnd(long millis) {
        RunningApp running = held();
        if (running == null) {
            return;
        }
        try {
            running.exit().get(Math.max(1, millis), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not end in time", version.function());
        }
    }

    private synchronized @Nullable RunningApp held() {
        return app;
    }

    private synchronized void hold(RunningApp started) {
        app = started;
        if (closed) {
            started.stop();
        }
    }

    private void exited(int status) {
        boolean expected;
        synchronized (this) {
            expected = stopped;
            closed = true;
        }
        if (!expected) {
            log.write("Error: " + ErrorPayload.exitedText(status) + " Runtime.ExitError");
        }
        ready.completeExceptionally(AppFailure.exited(status));
    }

    private void awaitListening(RunningApp started, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long pause = 2;
        while (!ready.isDone()) {
            if (started.listens()) {
                ready.complete(started);
            } else if (System.nanoTime() > deadline) {
                ready.completeExceptionally(AppFailure.timedOut(
                        "the app does not listen on its port after " + limit.toSeconds() + " seconds"));
                log.write("Error: the app does not listen on port " + started.port() + " ($PORT) after "
                        + limit.toSeconds() + " seconds");
                close();
            } else {
                pause(started, pause);
                pause = Math.min(25, pause * 2);
            }
        }
    }

    private static void pause(RunningApp started, long millis) {
        try {
            // Ends early when the process does.
            started.exit()
                    .copy()
                    .orTimeout(millis, TimeUnit.MILLISECONDS)
                    .handle((status, late) -> null)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("handle() leaves no exception", e);
        }
    }
}

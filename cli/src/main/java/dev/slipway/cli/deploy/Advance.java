package dev.slipway.cli.deploy;

import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.step.CreateDeploymentResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment has come in this process, so that another thread can hold it there.
 *
 * <p>A call that is on its way when the hold comes is waited for: cancelled before it arrived, it would be done after all.
 * What was not begun by then never is; the thread that wants to does not come back.
 */
final class Advance {
    private boolean calling;
    private boolean held;
    private @Nullable ExecutionInput created;

    /** Creates the deployment. */
    CreateDeploymentResult create(Supplier<CreateDeploymentResult> call) {
        CreateDeploymentResult result = step(call);
        synchronized (this) {
            created = result.input();
        }
        return end(result);
    }

    /** Starts its workflow. */
    void start(Supplier<String> call) {
        end(step(call));
    }

    /** Lets nothing begin any more, and returns what there is to cancel: nothing, when nothing was created. */
    synchronized Optional<ExecutionInput> hold(Duration patience) throws InterruptedException {
        held = true;
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); calling && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            TimeUnit.MILLISECONDS.timedWait(this, left);
        }
        return Optional.ofNullable(created);
    }

    /** Says whether a call is on its way of which nobody knows yet what came of it. */
    synchronized boolean isUncertain() {
        return calling;
    }

    private <T> T step(Supplier<T> call) {
        begin();
        try {
            return call.get();
        } catch (RuntimeException | Error e) {
            end(e);
            throw e;
        }
    }

    private synchronized void begin() {
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        calling = true;
    }

    private synchronized <T> T end(T result) {
        calling = false;
        notifyAll();
        return result;
    }
}

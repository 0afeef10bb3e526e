package dev.slipway.local.stepfunctions;

import dev.slipway.local.stepfunctions.engine.Timer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Time that passes when a test says so. */
final class FakeTimer implements Timer {
    private final LinkedBlockingQueue<Scheduled> scheduled = new LinkedBlockingQueue<>();

    record Scheduled(Duration delay, Runnable action) {}

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Scheduled entry = new Scheduled(delay, action);
        scheduled.add(entry);
        return () -> scheduled.remove(entry);
    }

    /** Waits until something waits for time to pass. */
    Scheduled next() {
        try {
            Scheduled next = scheduled.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing waits for time to pass");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the time pass that something waits for, and returns how long that was. */
    Duration elapse() {
        Scheduled next = next();
        next.action().run();
        return next.delay();
    }

    int waiting() {
        return scheduled.size();
    }
}

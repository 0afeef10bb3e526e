package dev.slipway.local.stepfunctions.engine;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Timer {

    /**
     * Runs an action later, on a thread that it must not block.
     *
     * @return what cancels it
     */
    Runnable after(Duration delay, Runnable action);
}

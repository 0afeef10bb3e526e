package dev.slipway.local.stepfunctions.engine;

import java.util.Optional;

/** An execution that has not ended. */
public interface Running {

    /**
     * Aborts it: its history ends at once, and what it waits for is cancelled. Does nothing once it has ended.
     *
     * @param error as StopExecution was given it
     */
    void stop(Optional<String> error, Optional<String> cause);
}

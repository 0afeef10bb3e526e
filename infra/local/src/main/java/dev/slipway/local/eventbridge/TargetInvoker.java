package dev.slipway.local.eventbridge;

/** Hands an event to a target that keeps it, such as Lambda's queue of asynchronous invocations. */
@FunctionalInterface
public interface TargetInvoker {

    /**
     * Delivers a payload. When this returns, the event is the target's to keep.
     *
     * @throws RuntimeException where it was not taken; it is tried again
     */
    void invoke(String targetArn, String payload);
}

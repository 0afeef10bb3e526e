package dev.slipway.local.lambda.app;

import java.util.concurrent.CompletableFuture;

/** A started app. */
public interface RunningApp {

    /** The loopback port at which the app is reached. */
    int port();

    /** Whether the process is there; it is gone a moment before {@link #exit} says so. */
    boolean alive();

    /** Whether something listens and stays connected. */
    boolean listens();

    /** Completes with the exit status when the app has ended. */
    CompletableFuture<Integer> exit();

    /** Asks the app to end, and kills it with all its children when it has not within two seconds; returns at once. */
    void stop();
}

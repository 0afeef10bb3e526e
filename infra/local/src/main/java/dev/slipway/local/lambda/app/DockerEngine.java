package dev.slipway.local.lambda.app;

/** Tells whether a container engine is there. */
@FunctionalInterface
public interface DockerEngine {

    /** Whether the engine answers; may be asked often, so it remembers its answer for a while. */
    boolean answers();
}

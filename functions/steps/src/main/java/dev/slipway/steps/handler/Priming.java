package dev.slipway.steps.handler;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Does once before SnapStart takes its snapshot what every function would do in its first invocation otherwise: load
 * classes and set connections up.
 *
 * <p>What it leaves in memory is the same in all functions that start from the snapshot, so it must make nothing that has
 * to be unique ("AWS Lambda Developer Guide", uniqueness with SnapStart). Outside of Lambda nobody calls it.
 */
final class Priming implements Resource {
    private final Runnable work;

    private Priming(Runnable work) {
        this.work = work;
    }

    /** Registers work; who calls keeps what is returned, as the context holds it weakly. */
    static Priming register(Runnable work) {
        Priming priming = new Priming(work);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // A snapshot without it is a good one; the first invocation takes longer.
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Connections that went stale are opened anew by the client.
    }
}

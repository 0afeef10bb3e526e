package dev.slipway.cli.deploy;

import dev.slipway.cli.failure.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM, which end the process without running any finally.
 *
 * <p>While armed, a signal runs the action and ends the process with exit code 130; disarmed, the process ends as it
 * would.
 */
public final class Interruption {
    private @Nullable Runnable action;

    private Interruption() {}

    /** Listens from now on, with nothing to do yet but to end with the right exit code. */
    public static Interruption armed() {
        Interruption interruption = new Interruption();
        interruption.action = () -> {};
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::run, "interruption"));
        return interruption;
    }

    /** Sets what a signal does first. */
    public synchronized void onSignal(Runnable next) {
        action = next;
    }

    /** The command has its own end from here on. */
    public synchronized void disarm() {
        action = null;
    }

    private void run() {
        Runnable armed;
        synchronized (this) {
            armed = action;
        }
        if (armed == null) {
            return;
        }
        try {
            armed.run();
        } finally {
            // Hooks cannot choose the exit code otherwise.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        }
    }
}

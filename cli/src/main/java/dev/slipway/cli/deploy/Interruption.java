package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Signals;
import dev.slipway.cli.failure.ExitCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM, which end the process without running any finally.
 *
 * <p>While armed, a signal runs the action and ends the process with exit code 130; disarmed, the process ends as it
 * would. A second signal does not wait for the action.
 */
public final class Interruption {
    private final List<Runnable> always = new ArrayList<>();
    private @Nullable Runnable action;
    private boolean acting;

    private Interruption() {}

    /** Listens from now on, with nothing to do yet but to end with the right exit code. */
    public static Interruption armed() {
        Interruption interruption = new Interruption();
        interruption.action = () -> {};
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::run, "interruption"));
        return interruption;
    }

    /** Adds what a signal does first, whatever the action: it tidies up, fails never, and takes no time. */
    public synchronized void always(Runnable tidying) {
        always.add(tidying);
    }

    /** Sets what a signal does. */
    public synchronized void onSignal(Runnable next) {
        holdWhileActing();
        action = next;
    }

    /** The command has its own end from here on. Does not return when a signal was faster. */
    public synchronized void disarm() {
        holdWhileActing();
        action = null;
    }

    /** Does what a signal does. */
    void raise() {
        synchronized (this) {
            if (action == null || acting) {
                return;
            }
            acting = true;
        }
        // The exit waits for the hooks, and whoever asks for it has its own thread to lose.
        Thread exit = new Thread(() -> System.exit(ExitCode.INTERRUPTED.code()), "exit");
        exit.setDaemon(true);
        exit.start();
    }

    private void run() {
        Runnable armed;
        List<Runnable> first;
        synchronized (this) {
            armed = action;
            first = List.copyOf(always);
            acting = armed != null;
        }
        if (armed == null) {
            return;
        }
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.on(signal, Interruption::end);
        }
        try {
            first.forEach(Runnable::run);
            armed.run();
        } finally {
            end();
        }
    }

    /** Hooks cannot choose the exit code otherwise. */
    private static void end() {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }

    private void holdWhileActing() {
        boolean interrupted = false;
        while (acting) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

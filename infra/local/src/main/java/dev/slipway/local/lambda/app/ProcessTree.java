package dev.slipway.local.lambda.app;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stops a process with everything that it started: its descendants, and its process group where it leads one. */
final class ProcessTree {
    private static final long GRACE_SECONDS = 2;

    private ProcessTree() {}

    /** Sends TERM, and KILL after two seconds to what is still there. Completes when the process is gone. */
    static CompletableFuture<Void> stop(ProcessHandle process, boolean leadsGroup) {
        List<ProcessHandle> tree = process.descendants().toList();
        process.destroy();
        tree.forEach(ProcessHandle::destroy);
        if (leadsGroup) {
            signalGroup("TERM", process.pid());
        }
        return process.onExit().orTimeout(GRACE_SECONDS, TimeUnit.SECONDS).handle((ended, late) -> {
            kill(process, tree, leadsGroup);
            return null;
        });
    }

    /** Sends KILL at once. */
    static void kill(ProcessHandle process, List<ProcessHandle> tree, boolean leadsGroup) {
        process.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
        if (leadsGroup) {
            signalGroup("KILL", process.pid());
        }
    }

    private static void signalGroup(String signal, long leader) {
        try {
            new ProcessBuilder("kill", "-" + signal, "--", "-" + leader)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Without a kill command the descendants seen above are all that can be stopped.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

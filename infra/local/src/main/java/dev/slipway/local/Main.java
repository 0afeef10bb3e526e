package dev.slipway.local;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts the local cloud as a process of its own, which runs until it is told to stop. */
public final class Main {
    private static final int BAD_USAGE = 2;
    private static final int FAILED = 1;
    private static final long STOP_MILLIS = 1900;

    private Main() {}

    /** Runs the local cloud; see {@link Options#USAGE}. */
    public static void main(String[] arguments) {
        int status = run(arguments, System.getenv(), System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String[] arguments, Map<String, String> environment, PrintStream err) {
        Options options;
        try {
            options = Options.parse(arguments, environment);
        } catch (IllegalArgumentException e) {
            err.println("failed to start the local cloud: " + e.getMessage());
            err.println(Options.USAGE);
            return BAD_USAGE;
        }
        try {
            LocalCloud cloud = LocalCloud.start(options, environment, Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cloud), "shutdown"));
            // Every thread of the cloud is a daemon: this one alone keeps the process, until a signal ends it.
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            return 0;
        } catch (IOException | RuntimeException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }

    /** Closes the cloud, but does not let anything that hangs keep the process: all is on disk already. */
    private static void stop(LocalCloud cloud) {
        Thread closing = new Thread(cloud::close, "closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A connection under way on a thread of its own, while the source is packed. */
final class Connecting {
    private final CompletableFuture<Connection> future;
    private final Progress progress;
    private final boolean startsCloud;
    private final Path home;
    private final Instant began;

    private Connecting(CompletableFuture<Connection> future, Progress progress, boolean startsCloud, Path home) {
        this.future = future;
        this.progress = progress;
        this.startsCloud = startsCloud;
        this.home = home;
        this.began = Instant.now();
    }

    static Connecting start(Console console, String pipeline, Progress progress) {
        boolean startsCloud = Connection.discovery(console).wouldStart(pipeline);
        CompletableFuture<Connection> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(Connection.traced(console, pipeline, progress::note));
                    } catch (RuntimeException | Error e) {
                        future.completeExceptionally(e);
                    }
                },
                "connect");
        // A source that cannot be packed ends the command without waiting for this.
        thread.setDaemon(true);
        thread.start();
        return new Connecting(future, progress, startsCloud, new LocalCloud(console.home()).folder());
    }

    boolean startsCloud() {
        return startsCloud;
    }

    Connection await() {
        try {
            Connection connection = future.join();
            if (startsCloud) {
                progress.done(Step.LOCAL_CLOUD, Duration.between(began, Instant.now()), "its state is in " + home);
                progress.begin(Step.UPLOAD);
            }
            return connection;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}

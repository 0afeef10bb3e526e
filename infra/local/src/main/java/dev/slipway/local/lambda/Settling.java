package dev.slipway.local.lambda;

import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings functions from Pending and InProgress to Active and Successful: it fetches and unpacks the image meanwhile. It
 * takes a moment even when nothing is left to do, so that a client that does not wait is found out here and not on AWS.
 */
final class Settling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final DateTimeFormatter MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private final FunctionStore store;
    private final Arns arns;
    private final Apps apps;
    private final Clock clock;
    private final Duration least;
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4, work -> {
        Thread thread = new Thread(work, "lambda-settling");
        thread.setDaemon(true);
        return thread;
    });

    Settling(FunctionStore store, Arns arns, Apps apps, Clock clock, Duration least) {
        this.store = store;
        this.arns = arns;
        this.apps = apps;
        this.clock = clock;
        this.least = least;
    }

    /** The time as the API writes it. */
    String now() {
        return MODIFIED.format(clock.instant());
    }

    /** Goes on with what an earlier life had under way. */
    void resume() {
        store.all().stream()
                .flatMap(record -> record.all().stream())
                .filter(function -> function.progress().settling())
                .forEach(this::start);
    }

    /** Settles one version in the background. */
    void start(Configuration function) {
        var unused = executor.schedule(() -> settle(function), least.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Drops the images that no version runs any more. */
    void dropUnusedImages() {
        Set<String> digests = store.all().stream()
                .flatMap(record -> record.all().stream())
                .filter(function -> function.code().isImage())
                .map(function -> "sha256:" + function.code().sha256())
                .collect(Collectors.toSet());
        try {
            apps.retain(digests);
        } catch (IOException e) {
            LOG.warn("failed to drop unused images: {}", e.getMessage());
        }
    }

    /** Stops what runs of a deleted function. */
    void stop(String function) {
        apps.stop(function);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void settle(Configuration function) {
        Configuration.Progress end;
        try {
            apps.prepare(function);
            end = function.progress().settled();
        } catch (Exception e) {
            end = function.progress().failed("InternalError", "failed to prepare the image: " + e.getMessage());
        }
        Configuration.Progress progress = end;
        if (executor.isShutdown() || store.find(function.functionName()).isEmpty()) {
            return;
        }
        String arn = arns.function(function.functionName(), null);
        store.update(
                function.functionName(),
                arn,
                record -> record.withVersion(
                        function.version(),
                        // A later change has its own settling.
                        now -> now.revisionId().equals(function.revisionId()) ? now.withProgress(progress) : now));
    }
}

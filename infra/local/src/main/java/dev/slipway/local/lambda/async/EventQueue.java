package dev.slipway.local.lambda.async;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs events in the background. An event is stored before it is accepted and deleted after its last attempt, so a kill
 * loses none; one that was running then runs again, as Lambda's at-least-once delivery has it.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">Retries</a>
 */
public final class EventQueue implements AutoCloseable {
    /** Lambda's own waits: a minute before the first retry, two before the second. */
    public static final List<Duration> LAMBDA_RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORKERS = 16;

    private final Path folder;
    private final List<Duration> retries;
    private final Function<Invocation, Outcome> invoker;
    private final ScheduledThreadPoolExecutor executor;

    /**
     * Takes up nothing yet; see {@link #resume}.
     *
     * @param retries the wait before each retry
     * @param invoker runs one attempt; what it throws counts as a failed attempt
     */
    public EventQueue(Path folder, List<Duration> retries, Function<Invocation, Outcome> invoker) {
        this.folder = folder;
        this.retries = List.copyOf(retries);
        this.invoker = invoker;
        executor = new ScheduledThreadPoolExecutor(WORKERS, work -> {
            Thread thread = Executors.defaultThreadFactory().newThread(work);
            thread.setDaemon(true);
            thread.setName("lambda-events");
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs what an earlier life accepted and did not finish. */
    public void resume() {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    QueuedEvent event = JSON.readValue(file.toFile(), QueuedEvent.class);
                    executor.execute(() -> attempt(event));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the queued events in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Accepts an event; it is on disk when this returns. */
    public void accept(Invocation invocation) {
        QueuedEvent event = new QueuedEvent(
                invocation.requestId(), invocation.functionArn(), invocation.payload(), invocation.traceHeader(), 0);
        store(event);
        executor.execute(() -> attempt(event));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void attempt(QueuedEvent event) {
        boolean done;
        try {
            Invocation invocation = Invocation.of(event.function(), event.payload(), event.traceHeader())
                    .withRequestId(event.requestId());
            done = !invoker.apply(invocation).failed();
        } catch (RuntimeException e) {
            done = false;
        }
        if (executor.isShutdown()) {
            // Interrupted by the end of the local cloud: the next life runs it again.
            return;
        }
        if (done || event.attempts() >= retries.size()) {
            delete(event);
        } else {
            retry(event);
        }
    }

    private void retry(QueuedEvent event) {
        QueuedEvent next = event.tried();
        try {
            store(next);
        } catch (UncheckedIOException e) {
            // It is on disk as it was before this attempt.
            LOG.warn("failed to count an attempt of event {}: {}", event.requestId(), e.toString());
        }
        try {
            var unused = executor.schedule(
                    () -> attempt(next), retries.get(event.attempts()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // It is on disk, and the next life finds it there.
            return;
        }
    }

    private void store(QueuedEvent event) {
        try {
            WholeFile.write(file(event), JSON.writeValueAsBytes(event));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to store an event: " + e.getMessage(), e);
        }
    }

    private void delete(QueuedEvent event) {
        try {
            Files.deleteIfExists(file(event));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to delete a finished event: " + e.getMessage(), e);
        }
    }

    private Path file(QueuedEvent event) {
        return folder.resolve(event.requestId() + ".json");
    }
}

package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Exports until the collector fails once, then drops everything for a while without waiting.
 *
 * <p>A collector that is gone costs one time-out a process and not one a batch.
 */
final class CircuitExporter implements SpanExporter {
    private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private final CompletableFuture<SpanExporter> exporter;
    private final String target;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long openedAt;
    private volatile boolean open;
    private volatile @Nullable String problem;

    /** Wraps an exporter that may still be being built. */
    CircuitExporter(CompletableFuture<SpanExporter> exporter, String target, LongSupplier nanoTime) {
        this.exporter = exporter;
        this.target = target;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        if (isOpen()) {
            return CompletableResultCode.ofFailure();
        }
        CompletableResultCode result;
        try {
            result = exporter.join().export(spans);
        } catch (CompletionException e) {
            trip(e.getCause());
            return CompletableResultCode.ofFailure();
        }
        return result.whenComplete(() -> {
            if (!result.isSuccess()) {
                trip(result.getFailureThrowable());
            }
        });
    }

    boolean isOpen() {
        return open && nanoTime.getAsLong() - openedAt < PAUSE_NANOS;
    }

    int failures() {
        return failures.get();
    }

    /** Says what failed last, in one line. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    String problem(@Nullable Throwable cause) {
        return "failed to export spans to " + target + ": " + Causes.describe(cause);
    }

    private void trip(@Nullable Throwable cause) {
        openedAt = nanoTime.getAsLong();
        open = true;
        problem = problem(cause);
        failures.incrementAndGet();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        if (exporter.cancel(false) || exporter.isCompletedExceptionally()) {
            return CompletableResultCode.ofSuccess();
        }
        return exporter.join().shutdown();
    }
}

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
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Exports until the collector fails once, then drops everything for a while without waiting.
 *
 * <p>A collector that is gone costs one time-out a process and not one a batch.
 */
final class CircuitExporter implements SpanExporter {
    /** How every problem begins. */
    static final String FAILED = "failed to export spans to ";

    /** How long a collector that has failed is left alone. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final CompletableFuture<OtlpExport> export;
    private final String target;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long openedAt;
    private volatile boolean failing;
    private volatile @Nullable String problem;

    /**
     * Wraps an exporter that may still be being built.
     *
     * @param pause how long nothing is sent after a failure
     */
    CircuitExporter(CompletableFuture<OtlpExport> export, String target, Duration pause, LongSupplier nanoTime) {
        this.export = export;
        this.target = target;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return send(way -> way.exporter().export(spans));
    }

    /** Exports spans that another process has encoded. */
    CompletableResultCode forward(byte[] request) {
        return send(way -> {
            CompletableResultCode sent = new CompletableResultCode();
            way.sender().send(new EncodedBatch(request), sent::succeed, sent::failExceptionally);
            return sent;
        });
    }

    private CompletableResultCode send(Function<OtlpExport, CompletableResultCode> batch) {
        if (isOpen()) {
            return CompletableResultCode.ofFailure();
        }
        CompletableResultCode result;
        try {
            result = batch.apply(export.join());
        } catch (CompletionException e) {
            trip(e.getCause());
            return CompletableResultCode.ofFailure();
        }
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                failing = false;
            } else {
                trip(result.getFailureThrowable());
            }
        });
    }

    boolean isOpen() {
        return failing && nanoTime.getAsLong() - openedAt < pause.toNanos();
    }

    /** Says whether the last export failed; none has been tried since, or the collector is still not well. */
    boolean isFailing() {
        return failing;
    }

    int failures() {
        return failures.get();
    }

    /** Says what failed last, in one line. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Notes what an otherwise good answer said; the collector is well, so nothing is dropped for it. */
    void rejected(String cause) {
        problem = line(cause);
        failures.incrementAndGet();
    }

    String problem(@Nullable Throwable cause) {
        return line(Causes.describe(cause));
    }

    private String line(String cause) {
        return FAILED + target + ": " + cause;
    }

    private void trip(@Nullable Throwable cause) {
        openedAt = nanoTime.getAsLong();
        failing = true;
        problem = problem(cause);
        failures.incrementAndGet();
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        if (export.cancel(false) || export.isCompletedExceptionally()) {
            return CompletableResultCode.ofSuccess();
        }
        return export.join().exporter().shutdown();
    }
}

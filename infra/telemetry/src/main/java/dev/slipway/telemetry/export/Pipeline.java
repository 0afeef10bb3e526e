package dev.slipway.telemetry.export;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SDK from tracer to exporter, built by hand: autoconfigure costs more at start and sets up what is not used.
 *
 * <p>Made by a {@link PipelineSetup}, behind the gate.
 */
public final class Pipeline {
    /** Names who makes the spans; a constant, so that naming it loads nothing. */
    public static final String SCOPE = "dev.slipway";

    private static final CompletableResultCode FORGOTTEN = CompletableResultCode.ofSuccess();

    /** Kept, because a logger that nobody holds forgets its level: failures are told by {@link #problem()}, once. */
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final PresetIds ids;
    private final CircuitExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private volatile @Nullable CompletableResultCode last;
    private volatile CompletableResultCode late = CompletableResultCode.ofSuccess();
    private volatile boolean waitedInVain;

    Pipeline(TraceSettings settings, Supplier<String> traceIds, CircuitExporter exporter, Duration exportTimeout) {
        SDK_LOG.setLevel(Level.OFF);
        this.ids = new PresetIds(traceIds);
        this.exporter = exporter;
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Samplers.of(settings.sampler(), settings.ratio()))
                .setResource(Resources.of(settings))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        // Longer than the export's own, which is thus always the one that is seen to end.
                        .setExporterTimeout(exportTimeout.plusSeconds(1))
                        .build())
                .build();
        this.tracer =
                provider.tracerBuilder(SCOPE).setSchemaUrl(Resources.SCHEMA_URL).build();
    }

    public Tracer tracer() {
        return tracer;
    }

    /** Starts one span under given ids; a null trace id means the parent's, or a new one. */
    public Span start(SpanBuilder span, @Nullable String traceId, String spanId) {
        return ids.start(span, traceId, spanId);
    }

    /**
     * Exports what has ended, and stops waiting at the deadline; false when some of it was lost or is still under way.
     *
     * <p>A late export is not given up: it goes on behind the process's back until its own time-out. Nobody waits a second
     * time for a collector that was waited for in vain, until it has taken an export again.
     */
    public boolean flush(Duration deadline) {
        if (exporter.isOpen() || !late.isDone()) {
            return false;
        }
        int failures = exporter.failures();
        CompletableResultCode flushed = begin();
        if (!waitedInVain || !exporter.isFailing()) {
            flushed.join(deadline.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (!flushed.isDone()) {
            late = flushed;
        }
        // The SDK answers success here even when the export failed.
        boolean arrived = flushed.isDone() && exporter.failures() == failures;
        waitedInVain = !arrived;
        return arrived;
    }

    /**
     * Begins a flush of its own.
     *
     * <p>The SDK's worker ends a flush a moment before it forgets it; who asks for the next one in between is given the one
     * that is over, or success where it has just been forgotten, and neither has these spans. One that another thread waits
     * for is under way yet, and is waited for as long as this thread may.
     */
    private CompletableResultCode begin() {
        CompletableResultCode flushed = provider.forceFlush();
        while (flushed == last && flushed.isDone()) {
            Thread.onSpinWait();
            flushed = provider.forceFlush();
        }
        if (flushed == FORGOTTEN) {
            flushed = provider.forceFlush();
        }
        last = flushed == FORGOTTEN ? null : flushed;
        return flushed;
    }

    /**
     * Exports spans that another process has encoded, by the rules of this one's own.
     *
     * @return where to and why they were lost, in one line; empty when they have arrived
     */
    public Optional<String> forward(byte[] request, Duration deadline) {
        if (exporter.isOpen() || !late.isDone()) {
            return lost();
        }
        int failures = exporter.failures();
        CompletableResultCode sent = new CompletableResultCode();
        Thread thread = new Thread(
                () -> {
                    CompletableResultCode result = exporter.forward(request);
                    result.whenComplete(() -> {
                        if (result.isSuccess()) {
                            sent.succeed();
                        } else {
                            sent.fail();
                        }
                    });
                },
                "otlp-forward");
        thread.setDaemon(true);
        thread.start();
        sent.join(deadline.toNanos(), TimeUnit.NANOSECONDS);
        if (!sent.isDone()) {
            late = sent;
        }
        return sent.isSuccess() && exporter.failures() == failures ? Optional.empty() : lost();
    }

    /** Says where to and why: the rest of a sentence of whoever sent the spans here. */
    private Optional<String> lost() {
        return problem().map(line -> line.substring(CircuitExporter.FAILED.length()));
    }

    /** Says in one line what went wrong last. */
    public Optional<String> problem() {
        return late.isDone() ? exporter.problem() : Optional.of(exporter.problem(new SocketTimeoutException()));
    }

    /** Flushes and shuts down, within the deadline. */
    public void close(Duration deadline) {
        CompletableResultCode done = provider.shutdown();
        if (!exporter.isOpen() && late.isDone()) {
            done.join(deadline.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}

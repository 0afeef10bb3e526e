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

    /** Kept, because a logger that nobody holds forgets its level: failures are told by {@link #problem()}, once. */
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final PresetIds ids;
    private final CircuitExporter exporter;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private volatile CompletableResultCode late = CompletableResultCode.ofSuccess();

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
     * <p>A late export is not given up: it goes on behind the process's back until its own time-out, and nobody waits
     * again before it has ended.
     */
    public boolean flush(Duration deadline) {
        if (exporter.isOpen() || !late.isDone()) {
            return false;
        }
        int failures = exporter.failures();
        CompletableResultCode flushed = provider.forceFlush().join(deadline.toNanos(), TimeUnit.NANOSECONDS);
        if (!flushed.isDone()) {
            late = flushed;
        }
        // The SDK answers success here even when the export failed.
        return flushed.isDone() && exporter.failures() == failures;
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

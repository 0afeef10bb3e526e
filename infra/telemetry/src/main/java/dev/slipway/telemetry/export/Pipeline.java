package dev.slipway.telemetry.export;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SDK from tracer to exporter, built by hand: autoconfigure costs more at start and sets up what is not used.
 *
 * <p>Only {@link dev.slipway.telemetry.Telemetry} makes one, behind the gate.
 */
public final class Pipeline {
    /** Kept, because a logger that nobody holds forgets its level: failures are told by {@link #problem()}, once. */
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final PresetIds ids;
    private final CircuitExporter exporter;
    private final SdkTracerProvider provider;
    private volatile CompletableResultCode late = CompletableResultCode.ofSuccess();

    private Pipeline(
            Map<String, String> environment,
            String serviceName,
            Supplier<String> traceIds,
            CircuitExporter exporter,
            Duration exportTimeout) {
        SDK_LOG.setLevel(Level.OFF);
        this.ids = new PresetIds(traceIds);
        this.exporter = exporter;
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Samplers.from(environment))
                .setResource(Resources.from(environment, serviceName))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        // Longer than the export's own, which is thus always the one that is seen to end.
                        .setExporterTimeout(exportTimeout.plusSeconds(1))
                        .build())
                .build();
    }

    /**
     * Sets up an export to the endpoint that the environment names.
     *
     * @throws IllegalArgumentException names the variable that makes no sense
     */
    public static Pipeline otlp(Map<String, String> environment, String serviceName, Supplier<String> traceIds) {
        OtlpSettings settings = OtlpSettings.from(environment);
        return new Pipeline(
                environment,
                serviceName,
                traceIds,
                circuit(() -> OtlpExporters.of(settings), settings.endpoint()),
                settings.timeout());
    }

    /** Sets up an export through a relay. */
    public static Pipeline relay(
            Map<String, String> environment, String serviceName, Supplier<String> traceIds, SpanRelay relay) {
        return new Pipeline(
                environment,
                serviceName,
                traceIds,
                circuit(() -> RelaySender.exporter(relay), "the pipeline"),
                Duration.ofSeconds(2));
    }

    /** Returns the tracer of a scope. */
    public Tracer tracer(String scope) {
        return provider.tracerBuilder(scope).setSchemaUrl(Resources.SCHEMA_URL).build();
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

    private static CircuitExporter circuit(Supplier<SpanExporter> setUp, String target) {
        CompletableFuture<SpanExporter> exporter = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(exporter, setUp), "otlp-setup");
        thread.setDaemon(true);
        thread.start();
        return new CircuitExporter(exporter, target, System::nanoTime);
    }

    private static void complete(CompletableFuture<SpanExporter> exporter, Supplier<SpanExporter> setUp) {
        try {
            exporter.complete(setUp.get());
        } catch (RuntimeException | LinkageError e) {
            exporter.completeExceptionally(e);
        }
    }
}

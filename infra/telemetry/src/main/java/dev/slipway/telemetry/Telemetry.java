package dev.slipway.telemetry;

import dev.slipway.events.TraceContext;
import dev.slipway.telemetry.export.Pipeline;
import dev.slipway.telemetry.export.PipelineSetup;
import dev.slipway.telemetry.export.SpanRelay;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Traces, or does nothing at all.
 *
 * <p>One instance lives as long as its process. Where the environment names no endpoint it is {@link #off()}: no class
 * of the SDK is loaded and no connection is made, but a carrier from outside is still read and passed on. Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
    private static final String REFUSED = "failed to set up tracing: ";
    private static final Duration CLOSING = Duration.ofMillis(500);
    private static final Telemetry OFF = new Telemetry(null, new Carriers(true, true), null);

    private final @Nullable CompletableFuture<Pipeline> setUp;
    private final Carriers carriers;
    private final @Nullable String refusal;

    private Telemetry(@Nullable CompletableFuture<Pipeline> setUp, Carriers carriers, @Nullable String refusal) {
        this.setUp = setUp;
        this.carriers = carriers;
        this.refusal = refusal;
    }

    /**
     * Sets tracing up as the {@code OTEL_*} variables say, or not at all.
     *
     * <p>Returns at once: the SDK is set up on a thread of its own, and the first span waits for it. Settings that make
     * no sense turn tracing off instead of failing a deploy; {@link #problem()} says so.
     *
     * @param defaultServiceName used where neither {@code OTEL_SERVICE_NAME} nor {@code OTEL_RESOURCE_ATTRIBUTES} gives
     *     one
     */
    public static Telemetry from(Map<String, String> environment, String defaultServiceName) {
        if (!Gate.wantsTraces(environment) || !Gate.hasEndpoint(environment)) {
            return off();
        }
        return on(environment, () -> PipelineSetup.otlp(environment, defaultServiceName));
    }

    /**
     * Sets tracing up for a process without an endpoint of its own, whose spans leave through another: the CLI's go
     * through the pipeline that it deploys to.
     */
    public static Telemetry relaying(Map<String, String> environment, String defaultServiceName, SpanRelay relay) {
        if (!Gate.wantsTraces(environment)) {
            return off();
        }
        return on(environment, () -> PipelineSetup.relay(environment, defaultServiceName, relay));
    }

    /** Returns the telemetry that does nothing. */
    public static Telemetry off() {
        return OFF;
    }

    public boolean enabled() {
        return setUp != null;
    }

    /** Returns the tracer of every Slipway span; one that does nothing when tracing is off. */
    public Tracer tracer() {
        Pipeline pipeline = pipeline();
        return pipeline == null ? TracerProvider.noop().get(Pipeline.SCOPE) : pipeline.tracer();
    }

    /** Returns the context that a carrier brings, with its remote parent and baggage; the root context without one. */
    public Context parent(@Nullable TraceContext carrier) {
        return carriers.read(carrier);
    }

    /**
     * Returns the context that the process was started in, from {@code TRACEPARENT}, {@code TRACESTATE} and
     * {@code BAGGAGE}; the root context when they are missing or make no sense.
     */
    public Context parent(Map<String, String> environment) {
        return carriers.read(environment);
    }

    /** Returns what to hand to another process so that it goes on below this context; null when there is no span. */
    public @Nullable TraceContext carrier(Context context) {
        return carriers.write(context);
    }

    /**
     * Begins a trace whose root is written later, by another process and under these ids.
     *
     * <p>The sampler decides here, once; the decision travels in the carrier.
     *
     * @return null when tracing is off
     */
    public @Nullable TraceContext begin(String name, String traceId, String spanId) {
        Pipeline pipeline = pipeline();
        if (pipeline == null) {
            return null;
        }
        SpanBuilder root = tracer().spanBuilder(name).setNoParent();
        // Never ended, so never exported: only its ids and the sampler's decision are wanted.
        return carriers.write(Context.root().with(pipeline.start(root, traceId, spanId)));
    }

    /** Starts a span under an id that others already know; below the parent, or as a root when it holds no span. */
    public Span startWithId(String name, SpanKind kind, Context parent, String spanId, Instant start) {
        SpanBuilder span =
                tracer().spanBuilder(name).setSpanKind(kind).setParent(parent).setStartTimestamp(start);
        Pipeline pipeline = pipeline();
        return pipeline == null ? span.startSpan() : pipeline.start(span, null, spanId);
    }

    /** Writes a span that is over; does nothing when tracing is off or the trace is not sampled. */
    public void emit(FinishedSpan finished) {
        Pipeline pipeline = pipeline();
        if (pipeline == null) {
            return;
        }
        SpanBuilder builder = tracer().spanBuilder(finished.name())
                .setSpanKind(finished.kind())
                .setParent(Context.root().with(Span.wrap(finished.parent())))
                .setStartTimestamp(finished.start())
                .setAllAttributes(finished.attributes());
        finished.links().forEach(builder::addLink);
        Span span = pipeline.start(builder, finished.traceId(), finished.spanId());
        if (finished.status() != StatusCode.UNSET) {
            span.setStatus(finished.status(), finished.description());
        }
        span.end(finished.end());
    }

    /**
     * Exports what has ended.
     *
     * <p>Returns within the deadline whatever the collector does, and at once while the process drops spans after a
     * failure.
     *
     * @return whether all of it has arrived; true when tracing is off
     */
    public boolean flush(Duration deadline) {
        Pipeline pipeline = ready();
        return pipeline == null || pipeline.flush(deadline);
    }

    /**
     * Exports spans that another process has encoded, as an ExportTraceServiceRequest in protobuf.
     *
     * @return why they were lost, in one line without anything secret; empty when they have arrived
     */
    public Optional<String> forward(byte[] request, Duration deadline) {
        Pipeline pipeline = pipeline();
        return pipeline == null
                ? Optional.of(problem().orElse("this pipeline exports no spans"))
                : pipeline.forward(request, deadline);
    }

    /** Says in one line why spans were lost or tracing is off against the settings; empty when all is well. */
    public Optional<String> problem() {
        if (setUp == null) {
            return Optional.ofNullable(refusal);
        }
        if (setUp.isCompletedExceptionally()) {
            return Optional.of(REFUSED + "the SDK cannot be loaded");
        }
        Pipeline pipeline = ready();
        return pipeline == null ? Optional.empty() : pipeline.problem();
    }

    /** Flushes for at most half a second, then lets go of threads and connections. */
    @Override
    public void close() {
        Pipeline pipeline = ready();
        if (pipeline != null) {
            pipeline.close(CLOSING);
        }
    }

    private @Nullable Pipeline pipeline() {
        if (setUp == null) {
            return null;
        }
        try {
            return setUp.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    /** Returns the pipeline unless it is still being set up, when nothing can have been written to it. */
    private @Nullable Pipeline ready() {
        return setUp == null || !setUp.isDone() ? null : pipeline();
    }

    private static Telemetry on(Map<String, String> environment, Supplier<PipelineSetup> setUp) {
        Carriers carriers = Carriers.of(environment);
        SecureRandom random = new SecureRandom();
        try {
            return new Telemetry(setUp.get().start(() -> TraceIds.xray(Clock.systemUTC(), random)), carriers, null);
        } catch (IllegalArgumentException e) {
            return new Telemetry(null, carriers, REFUSED + e.getMessage());
        }
    }
}

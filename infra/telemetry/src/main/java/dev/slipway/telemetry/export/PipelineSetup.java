package dev.slipway.telemetry.export;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sets a pipeline up on a thread of its own: loading the SDK takes longer than anything else that tracing does, and the
 * process has other things to begin with.
 */
public final class PipelineSetup {
    private static final Duration RELAY_TIMEOUT = Duration.ofSeconds(2);

    private final TraceSettings settings;
    private final Function<Consumer<String>, OtlpExport> export;
    private final String target;
    private final Duration timeout;
    private final Duration pause;

    private PipelineSetup(
            TraceSettings settings,
            Function<Consumer<String>, OtlpExport> export,
            String target,
            Duration timeout,
            Duration pause) {
        this.settings = settings;
        this.export = export;
        this.target = target;
        this.timeout = timeout;
        this.pause = pause;
    }

    /**
     * Prepares an export to the endpoint that the environment names.
     *
     * @throws IllegalArgumentException names the variable that makes no sense
     */
    public static PipelineSetup otlp(Map<String, String> environment, String defaultServiceName) {
        OtlpSettings otlp = OtlpSettings.from(environment);
        return new PipelineSetup(
                TraceSettings.from(environment, defaultServiceName),
                rejected -> OtlpExport.of(otlp, rejected),
                otlp.shownEndpoint(),
                otlp.timeout(),
                CircuitExporter.PAUSE);
    }

    /**
     * Prepares an export through a relay.
     *
     * <p>It is tried again with every batch: nobody waits for it but the last flush, and one slow answer must not lose all
     * that follows, the root of the trace among it.
     *
     * @throws IllegalArgumentException names the variable that makes no sense
     */
    public static PipelineSetup relay(Map<String, String> environment, String defaultServiceName, SpanRelay relay) {
        return new PipelineSetup(
                TraceSettings.from(environment, defaultServiceName),
                rejected -> RelaySender.export(relay),
                "the pipeline",
                RELAY_TIMEOUT,
                Duration.ZERO);
    }

    /**
     * Begins to set up.
     *
     * @param traceIds makes the id of each new trace
     * @return complete as soon as spans can be started; the exporter follows, since it is needed last
     */
    public CompletableFuture<Pipeline> start(Supplier<String> traceIds) {
        CompletableFuture<Pipeline> pipeline = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(pipeline, traceIds), "otlp-setup");
        thread.setDaemon(true);
        thread.start();
        return pipeline;
    }

    private void run(CompletableFuture<Pipeline> pipeline, Supplier<String> traceIds) {
        CompletableFuture<OtlpExport> built = new CompletableFuture<>();
        try {
            CircuitExporter circuit = new CircuitExporter(built, target, pause, System::nanoTime);
            pipeline.complete(new Pipeline(settings, traceIds, circuit, timeout));
            OtlpExport made = export.apply(circuit::rejected);
            built.complete(made);
            made.connect();
        } catch (RuntimeException | LinkageError e) {
            // A class that is missing must not fail a deploy either.
            pipeline.completeExceptionally(e);
            built.completeExceptionally(e);
        }
    }
}

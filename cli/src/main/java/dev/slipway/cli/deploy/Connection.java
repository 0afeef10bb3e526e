package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.local.Installation;
import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Discovery;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.events.step.ReportSpansRequest;
import dev.slipway.events.step.ReportSpansResult;
import dev.slipway.telemetry.AwsClientTracing;
import dev.slipway.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** A pipeline that answers, and where the spans of this command go. */
public final class Connection implements AutoCloseable {
    private static final String SERVICE = "slipway-cli";
    private static final Duration FLUSH = Duration.ofMillis(400);

    private final Pipeline pipeline;
    private final Telemetry telemetry;
    private final Consumer<String> notes;

    private Connection(Pipeline pipeline, Telemetry telemetry, Consumer<String> notes) {
        this.pipeline = pipeline;
        this.telemetry = telemetry;
        this.notes = notes;
    }

    /** Finds the pipeline, starting the local one if need be, without any tracing. */
    public static Connection untraced(Console console, String pipeline) {
        Site site = discovery(console).start(pipeline);
        return new Connection(new Pipeline(site, new Clients(site, List.of())), Telemetry.off(), note -> {});
    }

    /**
     * Finds the pipeline and builds the clients that a deploy needs; takes longer than all that a deploy calls.
     *
     * @param notes takes what to tell beside the deploy: that its spans were lost
     */
    public static Connection traced(Console console, String pipeline, Consumer<String> notes) {
        Site site = discovery(console).start(pipeline);
        Telemetry telemetry = telemetry(console, site, notes);
        Clients clients = telemetry.enabled()
                ? new Clients(site, List.of(new AwsClientTracing(telemetry)))
                : new Clients(site, List.of());
        clients.warmUp();
        return new Connection(new Pipeline(site, clients), telemetry, notes);
    }

    /** Returns how pipelines are found from this console. */
    public static Discovery discovery(Console console) {
        return new Discovery(
                new LocalCloud(console.home()), new SavedPipelines(console.home()), Installation.ofProcess());
    }

    /** The collector of this command's own environment counts; else the spans go the way that the pipeline's go. */
    private static Telemetry telemetry(Console console, Site site, Consumer<String> notes) {
        Telemetry own = Telemetry.from(console.environment(), SERVICE);
        if (own.enabled() || !site.traced()) {
            return own;
        }
        own.problem().ifPresent(problem -> notes.accept(problem + "; the spans go with the pipeline's"));
        Pipeline untraced = new Pipeline(site, new Clients(site, List.of()));
        return Telemetry.relaying(console.environment(), SERVICE, spans -> relay(untraced, spans));
    }

    private static void relay(Pipeline pipeline, byte[] spans) throws IOException {
        ReportSpansResult result = pipeline.functions()
                .reportSpans(new ReportSpansRequest(Base64.getEncoder().encodeToString(spans)));
        if (result.rejected() > 0) {
            throw new IOException(result.problem() == null ? "it lost them" : result.problem());
        }
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /** Sends the last spans, for at most 400 ms, says if any were lost, and closes the clients. */
    @Override
    public void close() {
        telemetry.flush(FLUSH);
        telemetry.problem().ifPresent(problem -> notes.accept(problem + "; the deploy is not affected"));
        telemetry.close();
        pipeline.close();
    }
}

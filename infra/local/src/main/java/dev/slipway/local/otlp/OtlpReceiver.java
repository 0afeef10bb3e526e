package dev.slipway.local.otlp;

import dev.slipway.local.loopback.LoopbackServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Serves a trace store on a loopback port of its own: what an {@code OTEL_EXPORTER_OTLP_ENDPOINT} can point at. */
public final class OtlpReceiver implements AutoCloseable {
    private static final int MAX_THREADS = 16;

    private final LoopbackServer server;
    private final OtlpHandler handler;

    /**
     * Prepares to receive.
     *
     * @param port 0 for any free one
     * @param forwarder where every export goes as well, if anywhere; closed by whoever made it
     */
    public OtlpReceiver(TraceStore store, int port, @Nullable Forwarder forwarder) {
        this.server = new LoopbackServer("otlp", port, MAX_THREADS).http2();
        this.handler = new OtlpHandler(store, forwarder);
    }

    /** Opens the port. */
    public void start() {
        server.start(handler);
    }

    /** Returns the base endpoint, without {@code /v1/traces}. */
    public URI endpoint() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}

package dev.slipway.local.otlp;

import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves a trace store on a loopback port of its own: what an {@code OTEL_EXPORTER_OTLP_ENDPOINT} can point at. */
public final class OtlpReceiver implements AutoCloseable {
    private static final int MAX_THREADS = 16;

    private final Server server;
    private final ServerConnector connector;

    /**
     * Prepares to receive.
     *
     * @param port 0 for any free one
     * @param forwarder where every export goes as well, if anywhere; closed by whoever made it
     */
    public OtlpReceiver(TraceStore store, int port, @Nullable Forwarder forwarder) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 1);
        threads.setName("otlp");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new OtlpHandler(store, forwarder));
    }

    /** Opens the port. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("failed to start the OTLP receiver", e);
        }
    }

    /** Returns the base endpoint, without {@code /v1/traces}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("failed to stop the OTLP receiver", e);
        }
    }
}

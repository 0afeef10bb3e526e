package dev.slipway.local.loopback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server in plain HTTP on one port of 127.0.0.1, with daemon threads of its own. */
public final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final String name;
    private final Server server;
    private final ServerConnector connector;
    private final HttpConfiguration http = new HttpConfiguration();

    /**
     * Prepares to serve.
     *
     * @param name of what is served, in messages and thread names
     * @param port 0 for any free one
     * @param threads that serve at most
     * @param settings of the protocol, beside the ones that all servers here share
     */
    public LoopbackServer(String name, int port, int threads, Consumer<HttpConfiguration> settings) {
        this.name = name;
        QueuedThreadPool pool = new QueuedThreadPool(threads, 1);
        pool.setName(name);
        pool.setDaemon(true);
        this.server = new Server(pool);
        http.setSendServerVersion(false);
        settings.accept(http);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        server.addConnector(connector);
    }

    /** Prepares to serve plain HTTP as Jetty reads it. */
    public LoopbackServer(String name, int port, int threads) {
        this(name, port, threads, http -> {});
    }

    /** Lets a connection be silent for longer than Jetty's half minute. */
    public LoopbackServer idleTimeout(Duration timeout) {
        connector.setIdleTimeout(timeout.toMillis());
        return this;
    }

    /** Words what is refused before it comes to a handler, in the place of Jetty's own page. */
    public LoopbackServer errors(Request.Handler handler) {
        server.setErrorHandler(handler);
        return this;
    }

    /** Speaks HTTP/2 as well, to clients that begin with it, as those of gRPC do. */
    public LoopbackServer http2() {
        connector.addConnectionFactory(new HTTP2CServerConnectionFactory(http));
        return this;
    }

    /**
     * Opens the port.
     *
     * @throws UncheckedIOException when it is taken
     */
    public LoopbackServer start(Handler handler) {
        server.setHandler(handler);
        try {
            server.start();
            return this;
        } catch (Exception e) {
            String cause = "failed to open " + name + " on port " + connector.getPort() + ": " + e.getMessage();
            throw new UncheckedIOException(new IOException(cause, e));
        }
    }

    /** Returns {@code 127.0.0.1:<port>}. */
    public String address() {
        return HOST + ":" + connector.getLocalPort();
    }

    /** Returns {@code http://127.0.0.1:<port>}. */
    public URI uri() {
        return URI.create("http://" + address());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException("failed to close " + name + ": " + e.getMessage(), e));
        }
    }
}

package dev.slipway.local.lambda.url;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The ports of all function URLs, in one server with one pool of threads. */
public final class UrlServer implements AutoCloseable {
    private static final int MAX_THREADS = 1000;
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Server server;
    private final Map<Integer, ServerConnector> connectors = new ConcurrentHashMap<>();
    private final Map<String, UrlBackend> backends = new ConcurrentHashMap<>();

    /**
     * Starts with no port open.
     *
     * @param client talks to the apps
     * @throws IllegalStateException when the server does not start
     */
    public UrlServer(HttpClient client) {
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
        threads.setName("function-url");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setHandler(new UrlProxy(client, backends));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to start the function URLs: " + e.getMessage(), e);
        }
    }

    /**
     * Finds a port for a new URL; it is its own from then on. It lies below the ports that systems give to outgoing
     * connections, one of which could hold it at the next start.
     */
    public static int choosePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int port = FIRST_PORT + RANDOM.nextInt(PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another of the ten thousand will do.
            }
        }
        throw new IOException("no free port between " + FIRST_PORT + " and " + (FIRST_PORT + PORTS));
    }

    /**
     * Opens a URL's port.
     *
     * @throws IOException when the port is taken
     */
    public void open(int port, UrlBackend backend) throws IOException {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setName(name(port));
        connector.setIdleTimeout(60_000);
        connector.open();
        backends.put(name(port), backend);
        connectors.put(port, connector);
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            close(port);
            throw new IOException("failed to open port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Whether the server has been closed. */
    public boolean isStopped() {
        return server.isStopping() || server.isStopped();
    }

    /** Whether a URL's port is open. */
    public boolean isOpen(int port) {
        return connectors.containsKey(port);
    }

    /** Closes a URL's port; nothing happens when it is not open. */
    public void close(int port) {
        ServerConnector connector = connectors.remove(port);
        if (connector == null) {
            return;
        }
        backends.remove(name(port));
        try {
            connector.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to close port " + port + ": " + e.getMessage(), e);
        } finally {
            server.removeConnector(connector);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to stop the function URLs: " + e.getMessage(), e);
        }
    }

    private static String name(int port) {
        return "url-" + port;
    }
}

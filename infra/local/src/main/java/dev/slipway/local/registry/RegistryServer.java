package dev.slipway.local.registry;

import java.io.IOException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves an image store on a loopback port of its own, in plain HTTP, which clients accept on loopback. */
public final class RegistryServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /** Prepares to serve on a port, 0 for any free one. */
    public RegistryServer(ImageStore images, CredentialsChecker credentials, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(64, 2);
        threads.setName("registry");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new RegistryHandler(images, credentials));
    }

    /** Opens the port. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("failed to start the registry", e);
        }
    }

    /** Names the registry as image references do, {@code 127.0.0.1:<port>}. */
    public String address() {
        return "127.0.0.1:" + connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("failed to stop the registry", e);
        }
    }
}

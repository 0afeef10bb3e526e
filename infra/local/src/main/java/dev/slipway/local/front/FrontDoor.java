package dev.slipway.local.front;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one loopback endpoint of all services but S3. The credential scope of a call's signature names its service. */
public final class FrontDoor implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /**
     * Opens the front door.
     *
     * @param port 0 for any free one
     * @param buildId what {@code GET /_slipway/health} answers, unsigned
     */
    public FrontDoor(
            int port, List<? extends AwsService> services, Principals principals, Clock clock, String buildId) {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("front");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // ARNs in a path carry encoded slashes and colons. Paths here are names and never reach a file system.
        http.setUriCompliance(UriCompliance.UNSAFE);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new FrontHandler(services, new SignatureVerifier(principals, clock), buildId));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to open the front door on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Returns the endpoint, without a slash at its end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to close the front door: " + e.getMessage(), e);
        }
    }
}

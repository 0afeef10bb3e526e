package dev.slipway.local.front;

import dev.slipway.local.iam.Permissions;
import dev.slipway.local.loopback.LoopbackServer;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;

/** The one loopback endpoint of all services but S3. The credential scope of a call's signature names its service. */
public final class FrontDoor implements AutoCloseable {
    private static final int MAX_THREADS = 200;

    private final LoopbackServer server;

    /**
     * Opens the front door.
     *
     * @param port 0 for any free one
     * @param buildId what {@code GET /_slipway/health} answers, unsigned
     */
    public FrontDoor(
            int port,
            List<? extends AwsService> services,
            Principals principals,
            Permissions permissions,
            Clock clock,
            String buildId) {
        // ARNs in a path carry encoded slashes and colons. Paths here are names and never reach a file system.
        server = new LoopbackServer("front", port, MAX_THREADS, http -> http.setUriCompliance(UriCompliance.UNSAFE))
                .errors(HttpErrors.ofJson(FrontHandler.REQUEST_ID));
        server.start(new FrontHandler(services, new SignatureVerifier(principals, clock), permissions, buildId));
    }

    /** Returns the endpoint, without a slash at its end. */
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}

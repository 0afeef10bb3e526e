package dev.slipway.local.registry;

import dev.slipway.local.loopback.LoopbackServer;

/** Serves an image store on a loopback port of its own, in plain HTTP, which clients accept on loopback. */
public final class RegistryServer implements AutoCloseable {
    private static final int MAX_THREADS = 64;

    private final LoopbackServer server;
    private final RegistryHandler handler;

    /** Prepares to serve on a port, 0 for any free one. */
    public RegistryServer(ImageStore images, CredentialsChecker credentials, RepositoryAccess access, int port) {
        this.server = new LoopbackServer("registry", port, MAX_THREADS);
        this.handler = new RegistryHandler(images, credentials, access);
    }

    /** Opens the port. */
    public void start() {
        server.start(handler);
    }

    /** Names the registry as image references do, {@code 127.0.0.1:<port>}. */
    public String address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}

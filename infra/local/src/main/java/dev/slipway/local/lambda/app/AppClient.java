package dev.slipway.local.lambda.app;

import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Makes HTTP clients that talk to apps. */
public final class AppClient {
    /** Shorter than any server keeps an idle connection, so that no request is sent into one that is being closed. */
    private static final long IDLE_MILLIS = 1000;

    private AppClient() {}

    /**
     * Starts a client that keeps no cookies, follows no redirects and leaves bodies as they are.
     *
     * @throws IllegalStateException when it does not start
     */
    public static HttpClient start() {
        QueuedThreadPool threads = new QueuedThreadPool(64, 2);
        threads.setName("app-client");
        threads.setDaemon(true);
        HttpClient client = new HttpClient();
        client.setExecutor(threads);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setConnectTimeout(2000);
        client.setIdleTimeout(IDLE_MILLIS);
        client.setMaxConnectionsPerDestination(512);
        client.setMaxRequestsQueuedPerDestination(4096);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to start an HTTP client: " + e.getMessage(), e);
        }
        client.getContentDecoderFactories().clear();
        // An app's 401 or 302 is for its caller, not for this client.
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new ContinueProtocolHandler());
        return client;
    }
}

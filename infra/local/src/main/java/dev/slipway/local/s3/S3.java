package dev.slipway.local.s3;

import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.Principals;
import dev.slipway.local.s3.objects.Bucket;
import dev.slipway.local.s3.objects.Condition;
import dev.slipway.local.s3.objects.ObjectMetadata;
import dev.slipway.local.s3.objects.ObjectStore;
import dev.slipway.local.s3.objects.OpenObject;
import dev.slipway.local.s3.objects.Staged;
import dev.slipway.local.s3.objects.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The S3 endpoint, with path-style addresses. Its Jetty is ours rather than S3Proxy's, to check the Host header. */
public final class S3 implements AutoCloseable {
    private final ObjectStore store;
    private final Server server;
    private final ServerConnector connector;

    /**
     * Opens the endpoint.
     *
     * @param port 0 for any free one
     * @param folder where the buckets are
     */
    public S3(int port, Path folder, Principals principals, EventSink events, Clock clock) {
        try {
            store = new ObjectStore(folder, clock, events);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the buckets: " + e.getMessage(), e);
        }
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName("s3");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Keys may hold anything, and the names of user metadata keep their case.
        http.setHttpCompliance(HttpCompliance.LEGACY);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHeaderCacheCaseSensitive(true);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new S3Servlet(store, principals)), "/*");
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to open S3 on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Returns the endpoint, without a slash at its end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Raises the events that an earlier process was killed over; the bus must be there. */
    public void raiseLeftEvents() {
        store.buckets().forEach(Bucket::raiseLeftEvents);
    }

    /** Makes a bucket where there is none of this name. */
    public void ensureBucket(String name) {
        try {
            store.create(name);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to make the bucket " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Opens an object for another service of this process.
     *
     * @throws dev.slipway.local.front.AwsException NoSuchBucket or NoSuchKey
     */
    public OpenObject open(String bucket, String key) throws IOException {
        return store.bucket(bucket).open(key);
    }

    /** Stores an object of ours unless the bucket has it with the very same content; no event is raised. */
    public void put(String bucket, String key, byte[] content) {
        try {
            Bucket target = store.bucket(bucket);
            try (Staged staged = target.stage(new ByteArrayInputStream(content))) {
                String etag = staged.md5Hex();
                if (!target.head(key).map(StoredObject::etag).equals(Optional.of(etag))) {
                    var metadata = new ObjectMetadata(null, null, null, null, null, null, Map.of());
                    target.publish(key, staged, etag, metadata, Condition.NONE, null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to store " + bucket + "/" + key + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to close S3: " + e.getMessage(), e);
        }
    }
}

package dev.slipway.local.s3;

import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.HttpErrors;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureVerifier;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.loopback.LoopbackServer;
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

/** The S3 endpoint, with path-style addresses. Its Jetty is ours rather than S3Proxy's, to check the Host header. */
public final class S3 implements AutoCloseable {
    private static final int MAX_THREADS = 200;

    private final ObjectStore store;
    private final LoopbackServer server;

    /**
     * Opens the endpoint.
     *
     * @param port 0 for any free one
     * @param folder where the buckets are
     */
    public S3(int port, Path folder, Principals principals, Permissions permissions, EventSink events, Clock clock) {
        try {
            store = new ObjectStore(folder, clock, events);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the buckets: " + e.getMessage(), e);
        }
        HttpErrors errors = HttpErrors.ofS3(S3Servlet.REQUEST_ID);
        server = new LoopbackServer("s3", port, MAX_THREADS, S3::asS3).errors(errors);
        ServletContextHandler context = new ServletContextHandler("/");
        context.setErrorHandler(errors);
        SignatureVerifier verifier = new SignatureVerifier(principals, clock);
        context.addServlet(new ServletHolder(new S3Servlet(new S3Protocol(store), verifier, permissions)), "/*");
        server.start(context);
    }

    /** Keys may hold anything, and the names of user metadata keep their case. */
    private static void asS3(HttpConfiguration http) {
        http.setHttpCompliance(HttpCompliance.LEGACY);
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHeaderCacheCaseSensitive(true);
    }

    /** Returns the endpoint, without a slash at its end. */
    public URI uri() {
        return server.uri();
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
        server.close();
    }
}

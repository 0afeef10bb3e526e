package dev.slipway.local.builder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.local.loopback.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The embedded builder over HTTP: {@code POST /build} with a bearer token. The body is
 * {@code {"context", "dockerfile", "target", "args", "image", "labels"}}; the answer is one JSON object a line, BuildKit's
 * SolveStatus while it builds, then {@code {"metadata": {...}}} or {@code {"error": ..., "hint": ...}}.
 */
public final class BuilderServer implements AutoCloseable {
    private static final int MAX_THREADS = 32;
    /** A build says nothing while it writes a large layer. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

    private final LoopbackServer server;
    private final Builds builds;

    /** Prepares to serve a builder on a loopback port, 0 for any free one, to whoever has the token. */
    public BuilderServer(EmbeddedBuilder builder, String token, int port) {
        this.server = new LoopbackServer("builder", port, MAX_THREADS).idleTimeout(LONGEST_SILENCE);
        this.builds = new Builds(builder, token);
    }

    /** Opens the port. */
    public void start() {
        server.start(builds);
    }

    /** Returns what {@code SLIPWAY_BUILDER} is set to, without a slash at its end. */
    public String endpoint() {
        return server.uri().toString();
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class Builds extends Handler.Abstract {
        /** A build plan is a few kilobytes; its build arguments may be more. */
        private static final int MAX_REQUEST = 1 << 20;

        private final EmbeddedBuilder builder;
        private final String authorization;

        Builds(EmbeddedBuilder builder, String token) {
            this.builder = builder;
            this.authorization = "Bearer " + token;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            try {
                answer(request, response);
                callback.succeeded();
            } catch (IOException e) {
                // The caller is gone, or the disk is full; either way the stream ends without an outcome.
                callback.failed(e);
            }
            return true;
        }

        private void answer(Request request, Response response) throws IOException {
            String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
            if (given == null || !MessageDigest.isEqual(given.getBytes(UTF_8), authorization.getBytes(UTF_8))) {
                refuse(response, 401, "the bearer token is missing or wrong");
                return;
            }
            if (!request.getMethod().equals("POST")
                    || !Request.getPathInContext(request).equals("/build")) {
                refuse(response, 404, "the builder answers POST /build only");
                return;
            }
            BuildRequest build;
            try {
                byte[] body = Content.Source.asInputStream(request).readNBytes(MAX_REQUEST);
                build = BuildRequest.parse(new String(body, UTF_8));
            } catch (IllegalArgumentException wrong) {
                refuse(response, 400, String.valueOf(wrong.getMessage()));
                return;
            }
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                builder.build(build, out);
            }
        }

        private static void refuse(Response response, int status, String why) throws IOException {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                out.write((why + "\n").getBytes(UTF_8));
            }
        }
    }
}

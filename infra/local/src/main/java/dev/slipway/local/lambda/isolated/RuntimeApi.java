package dev.slipway.local.lambda.isolated;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The Runtime API on loopback, one port per execution environment, as each has its own on Lambda.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda runtime API</a>
 */
public final class RuntimeApi implements AutoCloseable {
    private static final String PREFIX = "/2018-06-01/runtime/";

    private final Server server;
    private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();

    /**
     * Starts with no port open.
     *
     * @throws IllegalStateException when the server does not start
     */
    public RuntimeApi() {
        QueuedThreadPool threads = new QueuedThreadPool(400, 2);
        threads.setName("runtime-api");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setHandler(new Calls());
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to start the Runtime API: " + e.getMessage(), e);
        }
    }

    /** Opens the port of one execution environment. */
    Sandbox open() {
        ServerConnector connector = new ServerConnector(server, 0, 1);
        connector.setHost("127.0.0.1");
        // A runtime waits in /next for as long as nobody calls its function.
        connector.setIdleTimeout(0);
        Sandbox sandbox = new Sandbox(() -> close(connector));
        try {
            connector.open();
            sandbox.bind("127.0.0.1:" + connector.getLocalPort());
            connector.setName(sandbox.address());
            sandboxes.put(sandbox.address(), sandbox);
            server.addConnector(connector);
            connector.start();
        } catch (Exception e) {
            throw new IllegalStateException("failed to open a Runtime API port: " + e.getMessage(), e);
        }
        return sandbox;
    }

    private void close(ServerConnector connector) {
        sandboxes.remove(connector.getName());
        try {
            connector.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to close a Runtime API port: " + e.getMessage(), e);
        } finally {
            server.removeConnector(connector);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("failed to stop the Runtime API: " + e.getMessage(), e);
        }
    }

    private final class Calls extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Sandbox sandbox =
                    sandboxes.get(request.getConnectionMetaData().getConnector().getName());
            String path = Request.getPathInContext(request);
            if (sandbox == null || !path.startsWith(PREFIX)) {
                return false;
            }
            String call = path.substring(PREFIX.length());
            if (call.equals("invocation/next")) {
                var unused = sandbox.next().thenAccept(work -> deliver(work, response, callback));
                return true;
            }
            String body = Content.Source.asString(request, StandardCharsets.UTF_8);
            boolean known = answer(sandbox, call, body);
            response.setStatus(known ? 202 : 404);
            Content.Sink.write(response, true, known ? "{\"status\":\"OK\"}\n" : "{}", callback);
            return true;
        }

        private boolean answer(Sandbox sandbox, String call, String body) {
            if (call.equals("init/error")) {
                sandbox.initializationFailed(body);
                return true;
            }
            String[] parts = call.split("/", 3);
            if (parts.length < 3 || !parts[0].equals("invocation")) {
                return false;
            }
            return switch (parts[2]) {
                case "response" -> sandbox.finished(parts[1], body, false);
                case "error" -> sandbox.finished(parts[1], body, true);
                default -> false;
            };
        }

        private void deliver(Sandbox.Work work, Response response, Callback callback) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders()
                    .put("Lambda-Runtime-Aws-Request-Id", work.invocation().requestId());
            response.getHeaders().put("Lambda-Runtime-Deadline-Ms", String.valueOf(work.deadlineMillis()));
            response.getHeaders()
                    .put(
                            "Lambda-Runtime-Invoked-Function-Arn",
                            work.invocation().functionArn());
            response.getHeaders()
                    .put("Lambda-Runtime-Trace-Id", work.invocation().traceHeader());
            String context = work.invocation().clientContext();
            if (context != null) {
                response.getHeaders().put("Lambda-Runtime-Client-Context", context);
            }
            Content.Sink.write(response, true, work.invocation().payload(), callback);
        }
    }
}

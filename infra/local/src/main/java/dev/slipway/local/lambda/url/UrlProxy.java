package dev.slipway.local.lambda.url;

import dev.slipway.local.lambda.app.AppFleet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Streams requests to the app that a URL leads to. Which version that is, is decided once per request, so a request
 * that has begun ends on the version where it began, whatever happens to the alias.
 */
final class UrlProxy extends ProxyHandler {
    private static final String LEASE = UrlProxy.class.getName() + ".lease";

    private static final long DEATH_MILLIS = 200;

    private final Map<String, UrlBackend> backends;

    UrlProxy(HttpClient client, Map<String, UrlBackend> backends) {
        this.backends = backends;
        setHttpClient(client);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        UrlBackend backend =
                backends.get(request.getConnectionMetaData().getConnector().getName());
        if (backend == null) {
            return false;
        }
        AppFleet.Lease lease;
        try {
            lease = backend.lease(decision(request));
        } catch (UrlRefusal e) {
            answer(response, callback, e.status(), String.valueOf(e.getMessage()));
            return true;
        }
        Callback releasing = Callback.from(callback, lease::close);
        request.setAttribute(LEASE, lease);
        return super.handle(new Continued(request), response, releasing);
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        return HttpURI.build(request.getHttpURI())
                .scheme("http")
                .host("127.0.0.1")
                .port(lease(request).port())
                .asImmutable();
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI uri) {
        int timeout = lease(request).version().timeoutSeconds();
        // The client drops idle connections early; a request may take as long as its function may.
        return super.newProxyToServerRequest(request, uri)
                .idleTimeout(timeout, TimeUnit.SECONDS)
                .timeout(timeout, TimeUnit.SECONDS);
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toApp) {
        HttpFields sent = request.getHeaders();
        String client = Request.getRemoteAddr(request);
        String before = sent.get(HttpHeader.X_FORWARDED_FOR);
        toApp.headers(headers -> {
            headers.put(HttpHeader.X_FORWARDED_FOR, before == null ? client : before + ", " + client);
            headers.put(HttpHeader.X_FORWARDED_PROTO, "http");
            headers.put(HttpHeader.X_FORWARDED_PORT, String.valueOf(Request.getLocalPort(request)));
            String host = sent.get(HttpHeader.HOST);
            if (host != null) {
                headers.put(HttpHeader.X_FORWARDED_HOST, host);
            }
        });
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toApp,
            org.eclipse.jetty.client.Response fromApp,
            Response response,
            Callback callback,
            Throwable failure) {
        if (response.isCommitted()) {
            // Part of the answer is out: the client must see that it is not whole.
            callback.failed(failure);
        } else if (failure instanceof TimeoutException) {
            answer(response, callback, 504, "Endpoint request timed out");
        } else {
            // A dead app's connections break before its process is gone. The answer waits for that, so that the
            // caller's next request finds it gone and starts it again.
            var unused = lease(request)
                    .exit()
                    .copy()
                    .orTimeout(DEATH_MILLIS, TimeUnit.MILLISECONDS)
                    .handle((status, late) -> {
                        answer(response, callback, 502, "Internal Server Error");
                        return null;
                    });
        }
    }

    private static void answer(Response response, Callback callback, int status, String message) {
        response.reset();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("x-amzn-RequestId", UUID.randomUUID().toString());
        String json = "{\"Message\":\"" + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        Content.Sink.write(response, true, json, callback);
    }

    private static UrlBackend.UrlRequest decision(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getLowerCaseName(), String.valueOf(field.getValue()), (a, b) -> a + "," + b);
        }
        return new UrlBackend.UrlRequest(
                request.getMethod(), request.getHttpURI().getPathQuery(), headers);
    }

    private static AppFleet.Lease lease(Request request) {
        return (AppFleet.Lease) request.getAttribute(LEASE);
    }

    /**
     * A request without its Expect header: this server answers 100-continue itself when the body is read, and an app
     * that ignores the header would otherwise be waited for.
     */
    private static final class Continued extends Request.Wrapper {
        private final HttpFields headers;

        Continued(Request request) {
            super(request);
            headers = HttpFields.build(request.getHeaders())
                    .remove(HttpHeader.EXPECT)
                    .asImmutable();
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }
    }
}

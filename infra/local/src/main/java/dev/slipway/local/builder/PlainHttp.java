package dev.slipway.local.builder;

import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.Request;
import com.google.cloud.tools.jib.http.Response;
import java.io.IOException;
import java.net.URL;

/**
 * Jib's HTTP client for a registry that is known to speak plain HTTP. Jib itself asks for TLS first and waits to see it
 * fail, at every first call.
 */
final class PlainHttp extends FailoverHttpClient {
    PlainHttp() {
        super(true, true, event -> {});
    }

    @Override
    public Response call(String method, URL url, Request request) throws IOException {
        return super.call(method, new URL("http", url.getHost(), url.getPort(), url.getFile()), request);
    }
}

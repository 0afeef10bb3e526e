package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;

/** One call to the registry and its answer, in the terms of the distribution specification. */
final class Exchange {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Request request;
    private final Response response;
    private final Fields query;

    Exchange(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.query = Request.extractQueryParameters(request);
        response.getHeaders().put("Docker-Distribution-API-Version", "registry/2.0");
    }

    String method() {
        return request.getMethod();
    }

    boolean isHead() {
        return method().equals("HEAD");
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.getValue(name)).filter(value -> !value.isEmpty());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    InputStream body() {
        return Content.Source.asInputStream(request);
    }

    /** Reads a digest that the client must give. */
    static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RegistryRefusal(400, "DIGEST_INVALID", String.valueOf(e.getMessage()));
        }
    }

    Exchange put(String name, String value) {
        response.getHeaders().put(new HttpField(name, value));
        return this;
    }

    void empty(int status) {
        response.setStatus(status);
        response.getHeaders().put("Content-Length", "0");
    }

    void noContent() {
        response.setStatus(204);
    }

    void json(int status, String contentType, JsonNode body) throws IOException {
        bytes(status, contentType, JSON.writeValueAsBytes(body));
    }

    void bytes(int status, String contentType, byte[] body) throws IOException {
        put("Content-Type", contentType).put("Content-Length", Integer.toString(body.length));
        response.setStatus(status);
        if (!isHead()) {
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                out.write(body);
            }
        }
    }

    OutputStream stream(int status, long length) {
        response.setStatus(status);
        put("Content-Length", Long.toString(length));
        return Content.Sink.asOutputStream(response);
    }

    void refuse(RegistryRefusal refusal) throws IOException {
        var body = JSON.createObjectNode();
        body.putArray("errors").addObject().put("code", refusal.code()).put("message", refusal.reason());
        // A HEAD has no body, yet says how long that of a GET would be.
        bytes(refusal.status(), "application/json", body.toString().getBytes(UTF_8));
    }
}

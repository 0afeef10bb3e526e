package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends exports with the JDK's oldest HTTP client. A process that lives for seconds pays for what it loads: until the
 * first export OkHttp takes half as much time again as this, and the JDK's newer client twice as much.
 *
 * <p>Sends on the caller's thread, which is the batch processor's own.
 */
final class UrlConnectionSender implements HttpSender {
    private static final int MAX_BODY = 64 << 10;

    private final HttpSenderConfig config;

    UrlConnectionSender(HttpSenderConfig config) {
        this.config = config;
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        Answer answer;
        try {
            answer = post(encode(message));
        } catch (IOException e) {
            onError.accept(e);
            return;
        }
        onResponse.accept(answer);
    }

    private byte[] encode(MessageWriter message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(message.getContentLength());
        Compressor compressor = config.getCompressor();
        if (compressor == null) {
            message.writeMessage(body);
        } else {
            try (OutputStream compressed = compressor.compress(body)) {
                message.writeMessage(compressed);
            }
        }
        return body.toByteArray();
    }

    private Answer post(byte[] body) throws IOException {
        HttpURLConnection connection = open();
        // Not streamed: so the JDK sends again by itself when a kept connection turns out to be closed.
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        String message = connection.getResponseMessage();
        byte[] answer = body(
                status >= HttpURLConnection.HTTP_BAD_REQUEST
                        ? connection.getErrorStream()
                        : connection.getInputStream());
        if (String.valueOf(connection.getContentType()).startsWith("text/html")) {
            throw new IOException("the answer is a page for people: no OTLP endpoint (HTTP status " + status + ")");
        }
        return new Answer(status, message == null ? "" : message, answer);
    }

    private HttpURLConnection open() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) config.getEndpoint().toURL().openConnection();
        SSLContext ssl = config.getSslContext();
        if (ssl != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(ssl.getSocketFactory());
        }
        connection.setConnectTimeout((int) config.getConnectTimeout().toMillis());
        connection.setReadTimeout((int) config.getTimeout().toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        Map<String, List<String>> headers = config.getHeadersSupplier().get();
        if (headers != null) {
            headers.forEach((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        }
        connection.setRequestProperty("Content-Type", config.getContentType());
        Compressor compressor = config.getCompressor();
        if (compressor != null) {
            connection.setRequestProperty("Content-Encoding", compressor.getEncoding());
        }
        return connection;
    }

    /** Reads the body to its end, which lets the connection be used again; not one that has no end in sight. */
    private static byte[] body(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            return stream.readNBytes(MAX_BODY);
        }
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}

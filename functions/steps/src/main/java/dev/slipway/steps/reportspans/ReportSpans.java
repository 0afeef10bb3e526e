package dev.slipway.steps.reportspans;

import dev.slipway.events.step.ReportSpansRequest;
import dev.slipway.events.step.ReportSpansResult;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Hands a client's spans on as they are, with the pipeline's headers, which the client never sees.
 *
 * <p>Spans that cannot be handed on are lost and counted; nothing is retried, since a client waits for the answer.
 */
final class ReportSpans {
    private static final int MOST_BYTES = 1 << 20;
    private static final int CONNECT_MS = 500;
    private static final int READ_MS = 1000;

    private final @Nullable String endpoint;
    private final @Nullable String headers;

    ReportSpans(@Nullable String endpoint, @Nullable String headers) {
        this.endpoint = endpoint;
        this.headers = headers;
    }

    ReportSpansResult report(ReportSpansRequest request) {
        byte[] spans = Base64.getDecoder().decode(request.spans());
        boolean taken = endpoint != null && spans.length > 0 && spans.length <= MOST_BYTES && send(endpoint, spans);
        return taken ? new ReportSpansResult(1, 0) : new ReportSpansResult(0, 1);
    }

    private boolean send(String base, byte[] spans) {
        try {
            String url = base.endsWith("/") ? base + "v1/traces" : base + "/v1/traces";
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MS);
            connection.setReadTimeout(READ_MS);
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(spans.length);
            connection.setRequestProperty("Content-Type", "application/x-protobuf");
            addHeaders(connection);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(spans);
            }
            return connection.getResponseCode() / 100 == 2;
        } catch (IOException e) {
            return false;
        }
    }

    /** OpenTelemetry's format: name=value pairs with commas between, values percent-encoded. */
    private void addHeaders(HttpURLConnection connection) {
        if (headers == null) {
            return;
        }
        for (String pair : headers.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                connection.setRequestProperty(
                        pair.substring(0, equals).strip(),
                        URLDecoder.decode(pair.substring(equals + 1).strip(), StandardCharsets.UTF_8));
            }
        }
    }
}

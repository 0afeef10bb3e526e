package dev.slipway.telemetry.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Asks the local cloud's OTLP receiver for the traces that it keeps. */
public final class LocalTraces {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final URI receiver;

    /** Asks the receiver at a base endpoint, the one that exporters are given. */
    public LocalTraces(URI receiver) {
        this.receiver = receiver;
    }

    /** Opens a trace as OTLP/JSON, for the caller to close; empty when the receiver has none of that id. */
    public Optional<Reader> json(String traceId) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                receiver.resolve("/slipway/traces/" + traceId).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_NOT_FOUND) {
            return Optional.empty();
        }
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("the receiver at " + receiver + " answered " + status);
        }
        return Optional.of(new InputStreamReader(connection.getInputStream(), UTF_8));
    }

    /** Fetches a trace as a tree. */
    public Optional<TraceTree> tree(String traceId) throws IOException {
        Optional<Reader> json = json(traceId);
        return json.isPresent() ? Optional.of(TraceTree.parse(json.get())) : Optional.empty();
    }
}

package dev.slipway.local.otlp;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every export on to another collector as well, in the encoding in which it came and behind the sender's back: what
 * cannot be delivered at once is dropped, since the traces are kept here anyway.
 */
public final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final int WAITING = 64;
    private static final int TIMEOUT_MILLIS = 2000;

    private final URI endpoint;
    private final BlockingQueue<Export> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread sender = new Thread(this::send, "otlp-forwarder");
    private boolean failing;

    private record Export(Encoding encoding, ByteBuffer body) {}

    /** Forwards to an endpoint that is complete, {@code /v1/traces} included. */
    public Forwarder(URI endpoint) {
        this.endpoint = endpoint;
        sender.setDaemon(true);
        sender.start();
    }

    void forward(Encoding encoding, byte[] body) {
        waiting.offer(new Export(encoding, ByteBuffer.wrap(body)));
    }

    @Override
    public void close() {
        sender.interrupt();
    }

    private void send() {
        try {
            while (true) {
                Export export = waiting.take();
                try {
                    post(export);
                    failing = false;
                } catch (IOException e) {
                    warnOnce(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(Export export) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", export.encoding().contentType());
        byte[] body = export.body().array();
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status >= HttpURLConnection.HTTP_MULT_CHOICE) {
            connection.disconnect();
            throw new IOException("HTTP status " + status);
        }
        connection.getInputStream().close();
    }

    private void warnOnce(IOException cause) {
        if (!failing) {
            LOG.warn("failed to forward spans to {}: {}", endpoint, cause.getMessage());
        }
        failing = true;
    }
}

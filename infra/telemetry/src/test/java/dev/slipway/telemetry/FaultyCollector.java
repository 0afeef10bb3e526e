package dev.slipway.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real socket behind which nothing good is. */
final class FaultyCollector implements AutoCloseable {
    private final Fault fault;
    private final ServerSocket socket;
    private final List<Socket> connections = new ArrayList<>();

    /** What is wrong with it, and the words for that. */
    enum Fault {
        REFUSES("connection refused"),
        HANGS("no answer in time"),
        STATUS_500("HTTP status 500"),
        TOO_MANY_REQUESTS("HTTP status 429"),
        GARBAGE("Invalid Http response"),
        PAGE("the answer is a page for people: no OTLP endpoint (HTTP status 200)"),
        HANGS_UP("Unexpected end of file from server");

        final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    private FaultyCollector(Fault fault, ServerSocket socket) {
        this.fault = fault;
        this.socket = socket;
    }

    static FaultyCollector with(Fault fault) throws IOException {
        FaultyCollector collector =
                new FaultyCollector(fault, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        if (fault == Fault.REFUSES) {
            collector.socket.close();
        } else {
            Thread thread = new Thread(collector::serve, "faulty-collector");
            thread.setDaemon(true);
            thread.start();
        }
        return collector;
    }

    /** Returns its address with a name and a password in it. */
    Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://somebody:secret@127.0.0.1:" + socket.getLocalPort(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                "api-key=secret");
    }

    /** Returns what is shown of that address. */
    String shown() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1/traces";
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                synchronized (connections) {
                    connections.add(connection);
                }
                if (fault != Fault.HANGS) {
                    new Thread(() -> answer(connection)).start();
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            readHead(connection.getInputStream());
            String answer = switch (fault) {
                case STATUS_500 -> "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                case TOO_MANY_REQUESTS ->
                    "HTTP/1.1 429 Later\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                case GARBAGE -> "220 mail.example.org ready\r\n\r\n";
                case PAGE ->
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\nConnection: close\r\n\r\n<>";
                default -> "";
            };
            connection.getOutputStream().write(answer.getBytes(US_ASCII));
            connection.shutdownOutput();
            if (fault != Fault.HANGS_UP) {
                connection.getInputStream().readAllBytes();
            }
        } catch (IOException e) {
            // The client hangs up first.
        }
    }

    private static void readHead(InputStream in) throws IOException {
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        synchronized (connections) {
            for (Socket connection : connections) {
                connection.close();
            }
        }
    }
}

package dev.slipway.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector that keeps what it is sent, over real HTTP, and answers as it is told. */
public final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Call> calls = new ArrayList<>();

    /** One export as it arrived. */
    public record Call(String path, Map<String, List<String>> headers, ExportTraceServiceRequest request) {}

    /** What the collector does after it has kept the spans. */
    @FunctionalInterface
    public interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    private Collector(HttpServer server) {
        this.server = server;
    }

    public static Collector accepting() throws IOException {
        return answering(status(200));
    }

    public static Collector answering(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Collector collector = new Collector(server);
        server.setExecutor(collector.threads);
        server.createContext("/", exchange -> collector.take(exchange, answer));
        server.start();
        return collector;
    }

    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Map<String, String> environment() {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url());
    }

    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    public List<Span> spans() {
        return calls().stream()
                .flatMap(call -> call.request().getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    private void take(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(
                    exchange.getRequestBody().readAllBytes());
            synchronized (this) {
                // One without spans opens the connection.
                if (request.getResourceSpansCount() > 0) {
                    calls.add(new Call(
                            exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), request));
                }
            }
            answer.send(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

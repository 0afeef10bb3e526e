package dev.slipway.steps.buildkit;

import dev.slipway.events.step.StepSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the daemon of a build exports its spans.
 *
 * <p>It does where it is ours, so that we know where it exports to, and can reach the collector. Otherwise it is told
 * nothing of the trace, and the spans of its steps are written from what it says of them: never both.
 */
final class SpanExport {
    private static final int CONNECT_MS = 500;
    private static final int GRPC_PORT = 4317;

    private final Map<String, String> environment;

    SpanExport(Map<String, String> environment) {
        this.environment = environment;
    }

    StepSpans of(String builder) {
        boolean ours = builder.equals("buildx");
        boolean exports = ours
                && !value("TRACEPARENT").isEmpty()
                && endpoint().filter(this::reaches).isPresent();
        return exports ? StepSpans.BUILDKIT : StepSpans.RECORD_OUTCOME;
    }

    private Optional<URI> endpoint() {
        String traces = value("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        String endpoint = traces.isEmpty() ? value("OTEL_EXPORTER_OTLP_ENDPOINT") : traces;
        try {
            return Optional.of(URI.create(endpoint)).filter(uri -> uri.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A collector that does not answer would cost the build the time that the daemon waits for it. */
    private boolean reaches(URI endpoint) {
        InetSocketAddress address = new InetSocketAddress(endpoint.getHost(), port(endpoint));
        if (address.isUnresolved() || (isHere(address.getAddress()) && isElsewhere(value("DOCKER_HOST")))) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int port(URI endpoint) {
        if (endpoint.getPort() > 0) {
            return endpoint.getPort();
        }
        return switch (String.valueOf(endpoint.getScheme())) {
            case "https" -> 443;
            case "http" -> 80;
            default -> GRPC_PORT;
        };
    }

    private static boolean isHere(InetAddress address) {
        return address.isLoopbackAddress();
    }

    /** Says whether the engine runs on another machine than this: a virtual one counts. */
    private static boolean isElsewhere(String dockerHost) {
        boolean byNetwork = !dockerHost.isEmpty() && !dockerHost.startsWith("unix:");
        return byNetwork || !System.getProperty("os.name", "").equals("Linux");
    }

    private String value(String name) {
        return environment.getOrDefault(name, "");
    }
}

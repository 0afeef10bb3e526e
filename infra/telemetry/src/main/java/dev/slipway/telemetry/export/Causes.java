package dev.slipway.telemetry.export;

import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Puts what an export died of into a few words. */
final class Causes {
    private Causes() {}

    static String describe(@Nullable Throwable cause) {
        if (cause == null) {
            return "no reason given";
        }
        if (cause instanceof HttpExportException http && http.getResponse() != null) {
            return "HTTP status " + http.getResponse().getStatusCode();
        }
        if (cause instanceof GrpcExportException grpc && grpc.getResponse() != null) {
            return "gRPC status " + grpc.getResponse().getStatusCode();
        }
        Throwable deepest = cause;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof ConnectException) {
            return "connection refused";
        }
        if (deepest instanceof InterruptedIOException) {
            return "no answer in time";
        }
        if (deepest instanceof UnknownHostException) {
            return "unknown host " + deepest.getMessage();
        }
        String message = deepest.getMessage();
        return message == null
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}

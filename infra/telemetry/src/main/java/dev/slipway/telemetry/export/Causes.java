package dev.slipway.telemetry.export;

import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
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
        if (deepest instanceof SocketTimeoutException || deepest instanceof java.io.InterruptedIOException) {
            return "no answer in time";
        }
        String message = deepest.getMessage();
        return message == null
                ? deepest.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}

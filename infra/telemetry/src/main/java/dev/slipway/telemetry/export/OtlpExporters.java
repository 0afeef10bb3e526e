package dev.slipway.telemetry.export;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Builds the exporter for a protocol: the SDK's own, without retries, which would hold a deploy up for seconds.
 *
 * <p>gRPC needs HTTP/2 and so OkHttp, which is not loaded for http/protobuf.
 */
final class OtlpExporters {
    private OtlpExporters() {}

    static SpanExporter of(OtlpSettings settings) {
        return switch (settings.protocol()) {
            case HTTP_PROTOBUF -> http(settings);
            case GRPC -> grpc(settings);
        };
    }

    private static SpanExporter http(OtlpSettings settings) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setComponentLoader(new OneSender(UrlConnectionSender::new))
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.timeout())
                .setConnectTimeout(settings.timeout())
                .setCompression(settings.gzip() ? "gzip" : "none")
                .setRetryPolicy(null);
        settings.headers().forEach(builder::addHeader);
        Path certificate = settings.certificate();
        if (certificate != null) {
            builder.setTrustedCertificates(read(certificate));
        }
        Path clientCertificate = settings.clientCertificate();
        Path clientKey = settings.clientKey();
        if (clientCertificate != null && clientKey != null) {
            builder.setClientTls(read(clientKey), read(clientCertificate));
        }
        return builder.build();
    }

    private static SpanExporter grpc(OtlpSettings settings) {
        OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.timeout())
                .setConnectTimeout(settings.timeout())
                .setCompression(settings.gzip() ? "gzip" : "none")
                .setRetryPolicy(null);
        settings.headers().forEach(builder::addHeader);
        Path certificate = settings.certificate();
        if (certificate != null) {
            builder.setTrustedCertificates(read(certificate));
        }
        Path clientCertificate = settings.clientCertificate();
        Path clientKey = settings.clientKey();
        if (clientCertificate != null && clientKey != null) {
            builder.setClientTls(read(clientKey), read(clientCertificate));
        }
        return builder.build();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

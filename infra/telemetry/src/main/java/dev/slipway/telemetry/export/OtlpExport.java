package dev.slipway.telemetry.export;

import dev.slipway.telemetry.export.Senders.BatchSender;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The one way out: the SDK's exporter for a protocol, and the sender below it for what another process has encoded. Both
 * have the same endpoint, headers, time-out and certificates, and neither retries: that would hold a deploy up for seconds.
 *
 * <p>gRPC needs HTTP/2 without an upgrade, which of the SDK's senders OkHttp alone speaks in plain text; it is not loaded
 * for http/protobuf.
 */
record OtlpExport(SpanExporter exporter, BatchSender sender) {
    private static final EncodedBatch NOTHING = new EncodedBatch(new byte[0]);

    /**
     * Builds both.
     *
     * @param rejected told, in words, of a batch that the collector took in part
     */
    static OtlpExport of(OtlpSettings settings, Consumer<String> rejected) {
        Senders senders = new Senders(UrlConnectionSender::new, rejected);
        SpanExporter exporter = switch (settings.protocol()) {
            case HTTP_PROTOBUF -> http(settings, senders);
            case GRPC -> grpc(settings, senders);
        };
        return new OtlpExport(exporter, senders.made());
    }

    /**
     * Opens the connection, with a request that carries no span: a function waits for its export, and a first TLS handshake
     * takes longer than all the rest of it. What is answered does not matter; the first export will hear it, too.
     */
    void connect() {
        sender.send(NOTHING, () -> {}, cause -> {});
    }

    private static SpanExporter http(OtlpSettings settings, Senders senders) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setComponentLoader(senders)
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.timeout())
                .setConnectTimeout(settings.timeout())
                .setCompression(settings.gzip() ? "gzip" : "none")
                .setRetryPolicy(null);
        settings.headers().forEach(builder::addHeader);
        secure(settings, builder::setTrustedCertificates, builder::setClientTls);
        return builder.build();
    }

    private static SpanExporter grpc(OtlpSettings settings, Senders senders) {
        OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
                .setComponentLoader(senders)
                .setEndpoint(settings.endpoint())
                .setTimeout(settings.timeout())
                .setConnectTimeout(settings.timeout())
                .setCompression(settings.gzip() ? "gzip" : "none")
                .setRetryPolicy(null);
        settings.headers().forEach(builder::addHeader);
        secure(settings, builder::setTrustedCertificates, builder::setClientTls);
        return builder.build();
    }

    private static void secure(
            OtlpSettings settings, Consumer<byte[]> trusted, BiConsumer<byte[], byte[]> clientKeyAndCertificate) {
        Path certificate = settings.certificate();
        if (certificate != null) {
            trusted.accept(read(certificate));
        }
        Path clientCertificate = settings.clientCertificate();
        Path clientKey = settings.clientKey();
        if (clientCertificate != null && clientKey != null) {
            clientKeyAndCertificate.accept(read(clientKey), read(clientCertificate));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

package dev.slipway.telemetry.export;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** Stands where the HTTP client of the OTLP exporter would: the SDK encodes, the relay carries. */
final class RelaySender implements HttpSender {
    private final SpanRelay relay;

    private RelaySender(SpanRelay relay) {
        this.relay = relay;
    }

    static SpanExporter exporter(SpanRelay relay) {
        return OtlpHttpSpanExporter.builder()
                .setRetryPolicy(null)
                .setComponentLoader(new OneSender(config -> new RelaySender(relay)))
                .build();
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(message.getContentLength());
        try {
            message.writeMessage(body);
            relay.send(body.toByteArray());
        } catch (IOException e) {
            onError.accept(e);
            return;
        }
        onResponse.accept(new Answer(200, "OK"));
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}

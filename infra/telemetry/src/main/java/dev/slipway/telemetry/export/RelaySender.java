package dev.slipway.telemetry.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
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
                .setComponentLoader(new Loader(relay))
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
        onResponse.accept(Accepted.INSTANCE);
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }

    private record Provider(SpanRelay relay) implements HttpSenderProvider {
        @Override
        public HttpSender createSender(HttpSenderConfig config) {
            return new RelaySender(relay);
        }
    }

    private record Loader(SpanRelay relay) implements ComponentLoader {
        @Override
        public <T> Iterable<T> load(Class<T> type) {
            return type == HttpSenderProvider.class ? List.of(type.cast(new Provider(relay))) : List.of();
        }
    }

    private enum Accepted implements HttpResponse {
        INSTANCE;

        @Override
        public int getStatusCode() {
            return 200;
        }

        @Override
        public String getStatusMessage() {
            return "OK";
        }

        @Override
        public byte[] getResponseBody() {
            return new byte[0];
        }
    }
}

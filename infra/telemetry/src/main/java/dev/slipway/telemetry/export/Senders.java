package dev.slipway.telemetry.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives an exporter the one sender it is to use, instead of a search through the class path, and keeps that sender at
 * hand for batches that are encoded already.
 *
 * <p>Answers are read on their way back: the SDK takes any success for a whole one.
 */
final class Senders implements ComponentLoader {
    private final HttpSenderProvider http;
    private final Consumer<String> rejected;
    private @Nullable BatchSender made;

    /** What is below an exporter: takes a batch as bytes. */
    @FunctionalInterface
    interface BatchSender {
        void send(MessageWriter batch, Runnable onTaken, Consumer<Throwable> onError);
    }

    /**
     * Prepares.
     *
     * @param rejected told, in words, of a batch that was taken in part
     */
    Senders(HttpSenderProvider http, Consumer<String> rejected) {
        this.http = http;
        this.rejected = rejected;
    }

    /** Returns the sender of the exporter that was built with this. */
    BatchSender made() {
        if (made == null) {
            throw new IllegalStateException("no exporter was built");
        }
        return made;
    }

    @Override
    public <T> Iterable<T> load(Class<T> type) {
        if (type == HttpSenderProvider.class) {
            HttpSenderProvider provider = config -> keep(http.createSender(config));
            return List.of(type.cast(provider));
        }
        if (type == GrpcSenderProvider.class) {
            // Looked for where it is needed only: gRPC's HTTP/2 client is larger than all the rest of tracing.
            GrpcSenderProvider found = ServiceLoader.load(GrpcSenderProvider.class, Senders.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no sender for gRPC is on the class path"));
            GrpcSenderProvider provider = config -> keep(found.createSender(config));
            return List.of(type.cast(provider));
        }
        return List.of();
    }

    private HttpSender keep(HttpSender sender) {
        HttpSender reading = new ReadHttp(sender);
        made = (batch, onTaken, onError) -> reading.send(
                batch,
                answer -> {
                    if (isTaken(answer)) {
                        onTaken.run();
                    } else {
                        onError.accept(new IOException("HTTP status " + answer.getStatusCode()));
                    }
                },
                onError);
        return reading;
    }

    private GrpcSender keep(GrpcSender sender) {
        GrpcSender reading = new ReadGrpc(sender);
        made = (batch, onTaken, onError) -> reading.send(
                batch,
                answer -> {
                    if (isTaken(answer)) {
                        onTaken.run();
                    } else {
                        onError.accept(new IOException("gRPC status " + answer.getStatusCode()));
                    }
                },
                onError);
        return reading;
    }

    private static boolean isTaken(HttpResponse answer) {
        return answer.getStatusCode() / 100 == 2;
    }

    private static boolean isTaken(GrpcResponse answer) {
        return answer.getStatusCode() == GrpcStatusCode.OK;
    }

    private void read(byte[] answer) {
        PartialSuccess.of(answer).ifPresent(rejected);
    }

    private final class ReadHttp implements HttpSender {
        private final HttpSender sender;

        ReadHttp(HttpSender sender) {
            this.sender = sender;
        }

        @Override
        public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
            sender.send(
                    message,
                    answer -> {
                        if (isTaken(answer)) {
                            read(answer.getResponseBody());
                        }
                        onResponse.accept(answer);
                    },
                    onError);
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }

    private final class ReadGrpc implements GrpcSender {
        private final GrpcSender sender;

        ReadGrpc(GrpcSender sender) {
            this.sender = sender;
        }

        @Override
        public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
            sender.send(
                    message,
                    answer -> {
                        if (isTaken(answer)) {
                            read(answer.getResponseMessage());
                        }
                        onResponse.accept(answer);
                    },
                    onError);
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }
}

package dev.slipway.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import java.util.concurrent.CompletableFuture;

/** Stands for the bus until it is there. Who publishes before that waits for it, so that no event is lost. */
final class DeferredSink implements EventSink {
    private final CompletableFuture<EventSink> bus = new CompletableFuture<>();

    void open(EventSink opened) {
        bus.complete(opened);
    }

    @Override
    public void publish(ObjectNode event) {
        bus.join().publish(event);
    }
}

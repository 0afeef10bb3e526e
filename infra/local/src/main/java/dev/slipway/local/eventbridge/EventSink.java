package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes events for the default bus from the services that raise them. */
@FunctionalInterface
public interface EventSink {

    /**
     * Publishes one event.
     *
     * @param event an EventBridge event with {@code source}, {@code detail-type}, {@code resources} and
     *     {@code detail}; the bus adds {@code version}, {@code id}, {@code time}, {@code account} and {@code region}
     *     where they are missing
     */
    void publish(ObjectNode event);
}

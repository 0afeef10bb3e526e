package dev.slipway.steps.recordoutcome;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** An event bus that counts. */
final class FakeBus implements EventBridgeClient {
    private int events;

    int events() {
        return events;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        events += request.entries().size();
        return PutEventsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "events";
    }

    @Override
    public void close() {}
}

package dev.slipway.steps.notice;

import dev.slipway.events.Codec;
import dev.slipway.events.notice.DeploymentStatusChange;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** An event bus that keeps what it is told of deployments. */
public final class FakeBus implements EventBridgeClient {
    private final List<DeploymentStatusChange> changes = new ArrayList<>();

    public List<DeploymentStatusChange> changes() {
        return changes;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        request.entries().stream()
                .map(PutEventsRequestEntry::detail)
                .map(detail -> Codec.read(detail, DeploymentStatusChange.class))
                .forEach(changes::add);
        return PutEventsResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return "events";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

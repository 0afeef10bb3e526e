package dev.slipway.steps.recordoutcome;

import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.notice.DeploymentStatusChange;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.steps.bucket.Bucket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Tells how a deployment ended: on the default bus, and beside the upload where one began it. */
final class Announcement {
    private final Bucket bucket;
    private final EventBridgeClient bus;
    private final String pipeline;
    private final Clock clock;

    Announcement(Bucket bucket, EventBridgeClient bus, String pipeline, Clock clock) {
        this.bucket = bucket;
        this.bus = bus;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    void announce(DeploymentRecord ended) {
        TraceContext trace = ended.input().trace();
        DeploymentStatusChange change = new DeploymentStatusChange(
                1,
                pipeline,
                ended.deploymentId(),
                ended.app(),
                ended.status(),
                ended.version(),
                ended.url(),
                trace == null ? null : trace.traceId(),
                ended.failure(),
                clock.instant());
        upload(ended).ifPresent(name -> bucket.put(Keys.result(ended.app(), name), change));
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .source("slipway")
                .detailType(DeploymentStatusChange.DETAIL_TYPE)
                .detail(Codec.write(change))
                .build();
        bus.putEvents(call -> call.entries(List.of(entry)));
    }

    private static Optional<String> upload(DeploymentRecord ended) {
        String folder = Keys.INCOMING + ended.app() + "/";
        return Optional.ofNullable(ended.input().source()).map(Source::layers).stream()
                .flatMap(layers -> layers.stream().map(SourceLayer::key))
                .filter(key -> key.startsWith(folder))
                .map(key -> key.substring(folder.length()))
                .findFirst();
    }
}

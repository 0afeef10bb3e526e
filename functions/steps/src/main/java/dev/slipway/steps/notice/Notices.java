package dev.slipway.steps.notice;

import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.notice.DeploymentStatusChange;
import dev.slipway.events.notice.VersionLaunched;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.steps.bucket.Bucket;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Tells what became of deployments and versions.
 *
 * <p>That a deployment has begun Step Functions tells itself: "Step Functions Execution Status Change" with status RUNNING,
 * whose execution is named by the deployment. Safe for use by several threads.
 */
public final class Notices {
    private static final int SCHEMA = Codec.SCHEMA;

    private final Bucket bucket;
    private final EventBridgeClient bus;
    private final String pipeline;
    private final Clock clock;

    /** Tells it on the default bus, in the name of a pipeline. */
    public Notices(Bucket bucket, EventBridgeClient bus, String pipeline, Clock clock) {
        this.bucket = bucket;
        this.bus = bus;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    /** Tells how a deployment ended, and answers the upload that began it where one did. */
    public void ended(DeploymentRecord record) {
        upload(record).ifPresent(name -> answer(name, change(record)));
        left(record);
    }

    /** Tells that a deployment which had ended is no longer what it was: another one was gone back to. */
    public void left(DeploymentRecord record) {
        put(DeploymentStatusChange.DETAIL_TYPE, change(record));
    }

    /** Answers an upload that nothing was made of, and tells it. */
    public void refused(String app, String name, String deploymentId, Failure failure) {
        DeploymentStatusChange change = new DeploymentStatusChange(
                SCHEMA,
                pipeline,
                deploymentId,
                app,
                DeploymentStatus.FAILED,
                null,
                null,
                null,
                failure,
                clock.instant());
        answer(name, change);
        put(DeploymentStatusChange.DETAIL_TYPE, change);
    }

    /** Tells that traffic goes to another version. */
    public void launched(DesiredState desired, LiveState live, @Nullable Long before) {
        put(
                VersionLaunched.DETAIL_TYPE,
                new VersionLaunched(
                        SCHEMA,
                        pipeline,
                        live.app(),
                        live.version(),
                        before,
                        live.deploymentId(),
                        live.url(),
                        traceId(desired.trace()),
                        live.since()));
    }

    private DeploymentStatusChange change(DeploymentRecord record) {
        return new DeploymentStatusChange(
                SCHEMA,
                pipeline,
                record.deploymentId(),
                record.app(),
                record.status(),
                record.version(),
                record.url(),
                traceId(record.input().trace()),
                record.failure(),
                clock.instant());
    }

    /** Among the answers, which a program reads, and beside the upload, where a person looks first. */
    private void answer(String name, DeploymentStatusChange change) {
        bucket.put(Keys.result(change.app(), name), change);
        bucket.put(Keys.resultBeside(change.app(), name), change);
    }

    private void put(String detailType, Record detail) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .source("slipway")
                .detailType(detailType)
                .detail(Codec.write(detail))
                .build();
        bus.putEvents(call -> call.entries(entry));
    }

    private static @Nullable String traceId(@Nullable TraceContext trace) {
        return trace == null ? null : trace.traceId();
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

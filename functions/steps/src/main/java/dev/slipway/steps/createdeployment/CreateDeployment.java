package dev.slipway.steps.createdeployment;

import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.events.step.Tracing;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates a deployment before anything is uploaded.
 *
 * <p>The record is written last, and holds the input that the workflow is to be started with: whoever repeats the request,
 * or starts the workflow again, does so with what stands there.
 */
final class CreateDeployment {
    private static final int SCHEMA = Codec.SCHEMA;

    private final Bucket bucket;
    private final CallerIdentity identity;
    private final Settings settings;
    private final Clock clock;

    CreateDeployment(Bucket bucket, CallerIdentity identity, Settings settings, Clock clock) {
        this.bucket = bucket;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
    }

    CreateDeploymentResult create(CreateDeploymentRequest request) {
        check(request);
        String key = Keys.deployment(request.app(), request.token());
        DeploymentRecord wanted = record(request);
        if (bucket.create(key, wanted)) {
            return answer(wanted);
        }
        return bucket.read(key, DeploymentRecord.class)
                .map(Versioned::value)
                .map(this::answer)
                .orElseThrow(() -> new IllegalStateException("failed to read " + key + ", which was there just now"));
    }

    private void check(CreateDeploymentRequest request) {
        if (!DeploymentId.isValid(request.token())) {
            throw refused("token must be a ULID", "let the client make a new one");
        }
        Source source = request.source();
        if ((request.kind() == Kind.DEPLOY) != (source != null)) {
            throw refused("a deploy needs a source, and nothing else does", null);
        }
        if (source != null) {
            source.layers().forEach(layer -> check(request.app(), layer));
        }
    }

    private void check(String app, SourceLayer layer) {
        String digest = layer.digest();
        if (digest == null || !digest.matches("sha256:[0-9a-f]{64}")) {
            throw refused("the digest of a source must be sha256 in hexadecimal", null);
        }
        if (!layer.key().equals(Keys.source(app, digest.substring("sha256:".length())))) {
            throw refused("a source must be keyed by its digest", null);
        }
        if (layer.size() > settings.maxSourceBytes()) {
            throw refused(
                    "the source has " + (layer.size() >> 20) + " MiB packed, the pipeline takes "
                            + (settings.maxSourceBytes() >> 20),
                    "add what the build does not need to .slipwayignore, or raise MaxSourceMiB of the pipeline");
        }
    }

    private DeploymentRecord record(CreateDeploymentRequest request) {
        var caller = identity.ask(request);
        Optional<LiveState> live =
                bucket.read(Keys.live(request.app()), LiveState.class).map(Versioned::value);
        Long version = request.kind() == Kind.DEPLOY ? null : version(request, live);
        Environments environments = new Environments(bucket, clock);
        Long base = version != null ? version : live.map(LiveState::version).orElse(null);
        String revision = environments.revision(request, base == null ? null : version(request.app(), base));
        Instant now = clock.instant();
        ExecutionInput input = new ExecutionInput(
                SCHEMA,
                request.kind(),
                request.token(),
                request.app(),
                new Sequences(bucket, clock).next(request.app(), request.token()),
                request.source(),
                version,
                request.args(),
                revision,
                request.trace(),
                false);
        return new DeploymentRecord(
                SCHEMA,
                request.token(),
                request.app(),
                input.sequence(),
                DeploymentStatus.UPLOADING,
                input,
                caller.join().orElseGet(() -> CallerIdentity.claimed(request.startedBy())),
                request.message(),
                request.git(),
                now,
                now,
                now.plus(settings.uploadTimeout()),
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    private long version(CreateDeploymentRequest request, Optional<LiveState> live) {
        Long asked = request.version();
        if (asked == null) {
            asked = live.map(state -> request.kind() == Kind.ROLLBACK ? state.previous() : (Long) state.version())
                    .orElse(null);
        }
        if (asked == null) {
            throw refused(
                    request.app() + " has no version to "
                            + (request.kind() == Kind.ROLLBACK ? "go back to" : "configure"),
                    "see the versions there are with: slipway versions " + request.app());
        }
        if (bucket.head(Keys.version(request.app(), asked)).isEmpty()) {
            throw refused(
                    request.app() + " has no version " + asked,
                    "see the versions there are with: slipway versions " + request.app());
        }
        return asked;
    }

    private @Nullable VersionRecord version(String app, long version) {
        return bucket.read(Keys.version(app, version), VersionRecord.class)
                .map(Versioned::value)
                .orElse(null);
    }

    private CreateDeploymentResult answer(DeploymentRecord record) {
        ExecutionInput input = record.input();
        Source source = input.source();
        List<String> missing = source == null
                ? List.of()
                : source.layers().stream()
                        .map(SourceLayer::key)
                        .filter(key -> bucket.head(key).isEmpty())
                        .toList();
        return new CreateDeploymentResult(
                record.deploymentId(),
                record.sequence(),
                bucket.name(),
                missing,
                settings.stateMachineArn(),
                input,
                settings.traced() ? Tracing.RELAY : Tracing.OFF,
                settings.traceUrlTemplate());
    }

    private static StepException refused(String cause, @Nullable String hint) {
        return new StepException(Stage.CREATE_DEPLOYMENT, cause, hint);
    }

    /** What the template says. */
    record Settings(
            String stateMachineArn,
            Duration uploadTimeout,
            long maxSourceBytes,
            boolean traced,
            @Nullable String traceUrlTemplate) {}
}

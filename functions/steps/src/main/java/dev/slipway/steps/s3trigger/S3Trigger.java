package dev.slipway.steps.s3trigger;

import dev.slipway.events.AppName;
import dev.slipway.events.Codec;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.createdeployment.Environments;
import dev.slipway.steps.createdeployment.Sequences;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.notice.Notices;
import dev.slipway.telemetry.SpanIds;
import dev.slipway.telemetry.Telemetry;
import dev.slipway.telemetry.TraceIds;
import dev.slipway.telemetry.XRay;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Deploys what was uploaded to {@code incoming/<app>/<name>}.
 *
 * <p>The id follows from the event, so a repeated delivery finds the record of the first one and starts the same execution
 * again, which Step Functions knows already. A refusal is answered where the uploader looks.
 */
final class S3Trigger {
    private static final int SCHEMA = Codec.SCHEMA;
    private static final Pattern KEY = Pattern.compile("incoming/([^/]+)/([^/]+\\.(?:tar|tar\\.gz|tgz|tar\\.zst|zip))");

    private final Bucket bucket;
    private final SfnClient states;
    private final Telemetry telemetry;
    private final Notices notices;
    private final Settings settings;
    private final Clock clock;

    S3Trigger(Bucket bucket, SfnClient states, Telemetry telemetry, Notices notices, Settings settings, Clock clock) {
        this.bucket = bucket;
        this.states = states;
        this.telemetry = telemetry;
        this.notices = notices;
        this.settings = settings;
        this.clock = clock;
    }

    TriggerResult trigger(Upload upload) {
        Upload.S3Object object = upload.detail().object();
        String id = DeploymentId.ofUpload(
                upload.time(),
                upload.detail().bucket().name(),
                object.key(),
                Objects.requireNonNullElse(object.sequencer(), ""));
        if (object.key().endsWith(Keys.RESULT)) {
            // Our own answer. A pattern of EventBridge has no way to leave it out that would not leave out wrong names
            // as well.
            return new TriggerResult(id, null, "an answer");
        }
        Matcher key = KEY.matcher(object.key());
        if (!key.matches() || !AppName.isValid(key.group(1))) {
            return refuse(
                    object.key(),
                    id,
                    "the key must be incoming/<app>/<name>.tar, .tar.gz, .tgz, .tar.zst or .zip",
                    "upload it again under a name that says what it is");
        }
        if (object.size() > settings.maxSourceBytes()) {
            return refuse(
                    object.key(),
                    id,
                    "the archive is larger than " + (settings.maxSourceBytes() >> 20) + " MiB",
                    "leave out what the build does not need, or raise MaxSourceMiB of the pipeline");
        }
        try {
            DeploymentRecord record = record(key.group(1), id, upload);
            start(record);
            return new TriggerResult(id, record.status(), null);
        } catch (IllegalArgumentException e) {
            return refuse(object.key(), id, String.valueOf(e.getMessage()), "upload it again with other metadata");
        } catch (StepException e) {
            return refuse(object.key(), id, e.error().cause(), e.error().hint());
        }
    }

    private DeploymentRecord record(String app, String id, Upload upload) {
        String key = Keys.deployment(app, id);
        Optional<DeploymentRecord> there =
                bucket.read(key, DeploymentRecord.class).map(Versioned::value);
        if (there.isPresent()) {
            return there.get();
        }
        Upload.S3Object object = upload.detail().object();
        Optional<HeadObjectResponse> head = bucket.head(object.key(), object.versionId());
        UploadSettings given =
                UploadSettings.of(head.map(HeadObjectResponse::metadata).orElse(Map.of()));
        String etag = head.map(HeadObjectResponse::eTag)
                .orElseGet(() -> object.etag() == null ? null : "\"" + object.etag() + "\"");
        ExecutionInput input =
                input(app, id, new SourceLayer(object.key(), null, object.size(), object.versionId(), etag), given);
        Instant now = clock.instant();
        DeploymentRecord wanted = new DeploymentRecord(
                SCHEMA,
                id,
                app,
                input.sequence(),
                DeploymentStatus.UPLOADING,
                input,
                "s3",
                given.message(),
                null,
                upload.time(),
                now,
                now.plus(settings.uploadTimeout()),
                null,
                null,
                null,
                null,
                null,
                List.of());
        return bucket.create(key, wanted)
                ? wanted
                : bucket.read(key, DeploymentRecord.class).orElseThrow().value();
    }

    private ExecutionInput input(String app, String id, SourceLayer layer, UploadSettings given) {
        TraceContext trace = given.trace() == null
                ? telemetry.begin("deploy", TraceIds.of(id), SpanIds.of(id, 0, "deploy"))
                : given.trace();
        Source source = new Source(List.of(layer), 0);
        CreateDeploymentRequest request = new CreateDeploymentRequest(
                id,
                Kind.DEPLOY,
                app,
                source,
                null,
                given.args(),
                given.env(),
                null,
                null,
                null,
                given.message(),
                null,
                trace,
                null);
        return new ExecutionInput(
                SCHEMA,
                Kind.DEPLOY,
                id,
                app,
                new Sequences(bucket, clock).next(app, id),
                source,
                null,
                given.args(),
                new Environments(bucket, clock).revision(request, live(app)),
                trace,
                given.trace() == null && trace != null);
    }

    private @Nullable VersionRecord live(String app) {
        return bucket.read(Keys.live(app), LiveState.class)
                .flatMap(live -> bucket.read(Keys.version(app, live.value().version()), VersionRecord.class))
                .map(Versioned::value)
                .orElse(null);
    }

    /** In the deployment's trace and not in that of this function, so that X-Ray's console shows the execution under its id. */
    private void start(DeploymentRecord record) {
        TraceContext trace = record.input().trace();
        try (Scope ignored = telemetry.parent(trace).makeCurrent()) {
            states.startExecution(call -> {
                call.stateMachineArn(settings.stateMachineArn())
                        .name(record.deploymentId())
                        .input(Codec.write(record.input()));
                XRay.header(trace).ifPresent(call::traceHeader);
            });
        } catch (ExecutionAlreadyExistsException e) {
            // Another delivery of this event was faster.
        }
    }

    private TriggerResult refuse(String key, String id, String cause, @Nullable String hint) {
        String[] parts = key.split("/", 3);
        if (parts.length == 3 && AppName.isValid(parts[1])) {
            notices.refused(parts[1], parts[2], id, new Failure(Stage.UPLOAD, "Refused", cause, hint, List.of()));
        }
        return new TriggerResult(id, DeploymentStatus.FAILED, cause);
    }

    /** What the template says. */
    record Settings(String stateMachineArn, Duration uploadTimeout, long maxSourceBytes) {}
}

package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.cost.CostEstimate;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.PhaseTime;
import dev.slipway.events.step.CreateDeploymentResult;
import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One deployment with a person or a script in front of it: shown, interruptible, reported. */
final class Session {
    private final Console console;
    private final Connection connection;
    private final DeployTrace trace;
    private final Progress progress;
    private final Interruption interruption;
    private @Nullable String traceUrlTemplate;

    Session(Console console, Connection connection, DeployTrace trace, Progress progress, Interruption interruption) {
        this.console = console;
        this.connection = connection;
        this.trace = trace;
        this.progress = progress;
        this.interruption = interruption;
    }

    /** Runs a deployment that the given step creates. */
    DeployResult run(Function<Deployment, CreateDeploymentResult> create, boolean follow) {
        Deployment deployment = new Deployment(connection.pipeline(), trace, progress);
        try (Controls controls = Controls.listening(console.keyboard(), progress, interruption::raise)) {
            interruption.always(controls::close);
            interruption.onSignal(() -> cancel(deployment.advance()));
            CreateDeploymentResult created = create.apply(deployment);
            if (!follow) {
                deployment.start(created);
                return detached(created, deployment);
            }
            ExecutionProgress shown = deployment.shown(created.input().app(), controls);
            controls.follow();
            Optional<DeploymentRecord> record = deployment.run(created, shown);
            interruption.disarm();
            return record.map(ended -> ended(ended, deployment, shown)).orElseGet(() -> detached(created, deployment));
        } catch (RuntimeException e) {
            trace.fail(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            trace.end();
        }
    }

    /** Shows what is being deployed, once it has an id. */
    void announce(CreateDeploymentResult created) {
        traceUrlTemplate = created.traceUrlTemplate();
        progress.deployment(
                created.input().app(), connection.pipeline().site().pipeline(), created.deploymentId(), traceId());
    }

    private DeployResult ended(DeploymentRecord record, Deployment deployment, ExecutionProgress shown) {
        Instant known = Instant.now();
        if (record.finishedAt() != null) {
            shown.ended(record.finishedAt());
            trace.transition("RecordOutcome", "deploy", record.finishedAt(), known);
        }
        if (record.version() != null) {
            trace.put("slipway.app.version", record.version());
        }
        trace.outcome(record.deploymentId(), record.status(), record.failure());
        DeployReport report = new DeployReport(
                record.deploymentId(),
                record.app(),
                record.version(),
                record.status(),
                record.url(),
                traceId(),
                traceUrls(),
                sinceStart(),
                deployment.phases(record),
                record.failure(),
                cost(deployment.phases(record)));
        return new DeployResult(
                report,
                Waterfall.of(trace.nodes().until(known)),
                record.status() == DeploymentStatus.LIVE ? Optional.empty() : failed(record, shown, known));
    }

    /** Shows why, and returns what is live instead. */
    private Optional<LiveState> failed(DeploymentRecord record, ExecutionProgress shown, Instant known) {
        return trace.client("deploy.report", known, Attributes.empty(), () -> {
            showFailure(record, shown);
            return connection.pipeline().records().live(record.app());
        });
    }

    private void showFailure(DeploymentRecord record, ExecutionProgress shown) {
        @Nullable Failure failure = record.failure();
        @Nullable Step step = shown.failedStep();
        Step broken = step != null ? step : Task.stepOf(failure == null ? null : failure.phase());
        Duration took = step != null ? shown.failedAfter() : Duration.ZERO;
        String text = failure == null ? ended(record.status()) : cause(record, failure, shown, broken);
        progress.failed(broken, took, text, failure == null ? List.of() : failure.log());
    }

    private static String ended(DeploymentStatus status) {
        return status == DeploymentStatus.SUPERSEDED ? "superseded by a newer deployment" : status.id();
    }

    /** The build knows more of its failure than the record keeps: which step, where it stands, how it ended. */
    private String cause(DeploymentRecord record, Failure failure, ExecutionProgress shown, Step broken) {
        return Optional.ofNullable(failure.phase())
                .filter(Stage.BUILDKIT::equals)
                .flatMap(phase -> connection.pipeline().records().buildResult(record.app(), record.deploymentId()))
                .flatMap(BuildFailureText::of)
                .orElseGet(() -> shown.failedText(broken, failure.cause()));
    }

    /** Runs on a signal, beside the thread that deploys: holds that, cancels, and waits for what comes of it. */
    private void cancel(Advance advance) {
        Pipeline pipeline = connection.pipeline();
        Optional<DeploymentRecord> ended = trace.client(
                "deploy.cancel",
                Instant.now(),
                Attributes.empty(),
                () -> new InterruptedDeployment(pipeline, console.err()).cancel(advance));
        trace.fail("interrupted");
        ended.ifPresent(record -> trace.outcome(record.deploymentId(), record.status(), record.failure()));
        trace.end();
        connection.close();
    }

    private DeployResult detached(CreateDeploymentResult created, Deployment deployment) {
        ExecutionInput input = created.input();
        DeployReport report = new DeployReport(
                created.deploymentId(),
                input.app(),
                null,
                DeploymentStatus.BUILDING,
                null,
                traceId(),
                traceUrls(),
                sinceStart(),
                deployment.ownPhases(),
                null,
                null);
        return new DeployResult(report, Waterfall.of(trace.nodes().until(Instant.now())), Optional.empty());
    }

    /** The local cloud costs nothing. */
    private @Nullable CostEstimate cost(List<PhaseTime> phases) {
        return connection.pipeline().site().endpoint() == null ? CostEstimate.of(phases) : null;
    }

    private @Nullable String traceId() {
        TraceContext carrier = trace.carrier();
        return carrier == null ? null : carrier.traceId();
    }

    private List<String> traceUrls() {
        TraceContext carrier = trace.carrier();
        String own = console.environment().getOrDefault("SLIPWAY_TRACE_URL_TEMPLATE", "");
        return carrier == null
                ? List.of()
                : connection.pipeline().traces().urls(carrier, own.isEmpty() ? traceUrlTemplate : own);
    }

    private long sinceStart() {
        return Duration.between(console.processStart(), Instant.now()).toMillis();
    }
}

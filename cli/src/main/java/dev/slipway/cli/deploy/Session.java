package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.step.CreateDeploymentResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One deployment with a person or a script in front of it: shown, interruptible, reported. */
final class Session {
    private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(2);

    private final Console console;
    private final Connection connection;
    private final DeployTrace trace;
    private final Progress progress;
    private final Interruption interruption;
    private final Instant began;

    Session(
            Console console,
            Connection connection,
            DeployTrace trace,
            Progress progress,
            Interruption interruption,
            Instant began) {
        this.console = console;
        this.connection = connection;
        this.trace = trace;
        this.progress = progress;
        this.interruption = interruption;
        this.began = began;
    }

    /** Runs a deployment that the given step creates. */
    DeployResult run(Function<Deployment, CreateDeploymentResult> create, boolean follow) {
        Deployment deployment = new Deployment(connection.pipeline(), trace, progress);
        try {
            CreateDeploymentResult created = create.apply(deployment);
            interruption.onSignal(() -> cancel(deployment, created));
            if (!follow) {
                deployment.start(created);
                return new DeployResult(detached(created, deployment), start(), Optional.empty());
            }
            ExecutionProgress shown = deployment.shown();
            DeploymentRecord record = deployment.run(created, shown);
            interruption.disarm();
            return ended(record, deployment, shown);
        } catch (RuntimeException e) {
            trace.fail(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            trace.end();
        }
    }

    /** Shows what is being deployed, once it has an id. */
    void announce(CreateDeploymentResult created) {
        progress.deployment(
                created.input().app(), connection.pipeline().site().pipeline(), created.deploymentId(), traceId());
    }

    private DeployResult ended(DeploymentRecord record, Deployment deployment, ExecutionProgress shown) {
        boolean live = record.status() == DeploymentStatus.LIVE;
        if (record.version() != null) {
            trace.put("slipway.app.version", record.version());
        }
        if (!live) {
            showFailure(record, shown);
            trace.fail(
                    record.failure() == null
                            ? record.status().id()
                            : record.failure().cause());
        }
        Optional<LiveState> other =
                live ? Optional.empty() : connection.pipeline().records().live(record.app());
        DeployReport report = new DeployReport(
                record.deploymentId(),
                record.app(),
                record.version(),
                record.status(),
                record.url(),
                traceId(),
                sinceStart(),
                deployment.phases(record),
                record.failure());
        return new DeployResult(report, start(), other);
    }

    private void showFailure(DeploymentRecord record, ExecutionProgress shown) {
        @Nullable Failure failure = record.failure();
        @Nullable Step step = shown.failedStep();
        Step broken = step != null ? step : Deployment.stepOf(failure == null ? null : failure.phase());
        Duration took = step != null ? shown.failedAfter() : Duration.ZERO;
        String text = failure == null ? record.status().id() : failure.cause();
        progress.failed(broken, took, text, failure == null ? List.of() : failure.log());
    }

    /** Runs on a signal, beside the thread that follows: stops the execution and waits for what that means. */
    private void cancel(Deployment deployment, CreateDeploymentResult created) {
        progress.close();
        Pipeline pipeline = connection.pipeline();
        console.err().println("Cancelling " + created.deploymentId() + " …");
        console.err().flush();
        Optional<DeploymentRecord> record = Optional.empty();
        try {
            if (deployment.execution() != null) {
                pipeline.executions().stop(deployment.execution(), "Cancelled", "cancelled by its own command");
                record = new Outcomes(pipeline).await(created.input(), CANCEL_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            console.err().println("failed to cancel " + created.deploymentId() + ": " + e.getMessage());
        }
        String outcome = record.map(DeploymentRecord::status)
                .map(DeploymentStatus::id)
                .orElse("not known yet; see slipway status " + created.input().app());
        console.err().println("Interrupted: the deployment is " + outcome);
        console.err().flush();
        trace.fail("interrupted");
        trace.end();
        connection.close();
    }

    private DeployReport detached(CreateDeploymentResult created, Deployment deployment) {
        return new DeployReport(
                created.deploymentId(),
                created.input().app(),
                null,
                DeploymentStatus.BUILDING,
                null,
                traceId(),
                sinceStart(),
                deployment.ownPhases(),
                null);
    }

    private @Nullable String traceId() {
        TraceContext carrier = trace.carrier();
        return carrier == null ? null : carrier.traceId();
    }

    private Duration start() {
        return Duration.between(console.processStart(), began);
    }

    private long sinceStart() {
        return Duration.between(console.processStart(), Instant.now()).toMillis();
    }
}

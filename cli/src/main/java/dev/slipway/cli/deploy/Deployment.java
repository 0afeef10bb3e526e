package dev.slipway.cli.deploy;

import dev.slipway.cli.pack.Packed;
import dev.slipway.cli.pipeline.ExecutionFollower;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Sizes;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.events.Stage;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.PhaseTime;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import io.opentelemetry.api.common.Attributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One deployment, from its creation to its known outcome. */
public final class Deployment {
    private final Pipeline pipeline;
    private final DeployTrace trace;
    private final Progress progress;
    private final Advance advance = new Advance();
    private final List<PhaseTime> ownPhases = new ArrayList<>();
    private Instant phaseEnd = Instant.now();

    /** Prepares; nothing is sent yet. */
    public Deployment(Pipeline pipeline, DeployTrace trace, Progress progress) {
        this.pipeline = pipeline;
        this.trace = trace;
        this.progress = progress;
    }

    /**
     * Takes an id from the pipeline. The request gets the span of this very call as its caller.
     *
     * @param since when there was nothing left to do but reach the pipeline; getting there is part of the span
     */
    public CreateDeploymentResult create(CreateDeploymentRequest request, Instant since) {
        Instant start = Instant.now();
        CreateDeploymentResult result = advance.create(() -> trace.client(
                "deploy.create_deployment",
                since,
                Attributes.empty(),
                () -> pipeline.functions().createDeployment(request.within(trace.carrier(), trace.current()))));
        trace.put("slipway.deployment.id", result.deploymentId());
        phase(Stage.CREATE_DEPLOYMENT, start);
        return result;
    }

    /** Uploads what the bucket does not have, and returns the words for it. */
    public String upload(CreateDeploymentResult deployment, Packed packed) {
        Instant start = Instant.now();
        boolean missing = !deployment.missing().isEmpty();
        Attributes sizes = Attributes.builder()
                .put("slipway.upload.files", packed.files())
                .put("slipway.upload.bytes", missing ? packed.size() : 0)
                .put("slipway.upload.reused_bytes", missing ? 0 : packed.size())
                .build();
        trace.client("deploy.upload", start, sizes, () -> {
            Transfer transfer = new Transfer(packed.size(), progress, Clock.systemUTC());
            deployment.missing().forEach(key -> pipeline.uploads().put(key, packed.archive(), transfer));
            return deployment;
        });
        phase(Stage.UPLOAD, start);
        String files = packed.files() == 1 ? "1 file" : packed.files() + " files";
        return files + ", " + Sizes.of(packed.contentBytes()) + (missing ? "" : ", already there");
    }

    /** Starts the workflow without waiting for it. */
    public void start(CreateDeploymentResult deployment) {
        advance.start(() -> pipeline.executions().start(deployment));
        trace.transition("deploy", "Begin", phaseEnd, Instant.now());
    }

    /**
     * Starts the workflow and follows it.
     *
     * @return the record of the deployment when it has ended; empty when its person did not want to wait for that
     */
    Optional<DeploymentRecord> run(CreateDeploymentResult deployment, ExecutionProgress shown) {
        return trace.client("deploy.finalize", Instant.now(), Attributes.empty(), () -> {
            start(deployment);
            return follow(deployment, shown);
        });
    }

    /** Shows a deployment of an app that this process has started. */
    ExecutionProgress shown(String app, Controls controls) {
        return new ExecutionProgress(
                progress,
                new BuildTree(trace.nodes()),
                new BuildProgress(pipeline.logs(), progress),
                new AppOutput(pipeline.logs(), app, progress),
                controls);
    }

    /** Returns the phases that this command did itself, before those of the workflow. */
    public List<PhaseTime> phases(DeploymentRecord record) {
        List<PhaseTime> phases = new ArrayList<>(ownPhases);
        record.phases().stream()
                .filter(phase -> phase.name() != Stage.CREATE_DEPLOYMENT && phase.name() != Stage.UPLOAD)
                .forEach(phases::add);
        return phases;
    }

    /** Returns the phases that this command did itself. */
    List<PhaseTime> ownPhases() {
        return ownPhases;
    }

    /** Returns how far it has come, for who wants to stop it there. */
    Advance advance() {
        return advance;
    }

    private Optional<DeploymentRecord> follow(CreateDeploymentResult deployment, ExecutionProgress shown) {
        String execution = pipeline.site().execution(deployment.deploymentId());
        try (var untraced = io.opentelemetry.context.Context.root().makeCurrent()) {
            // Looking is no part of the work: a span for each look would bury the others.
            Outcomes outcomes = new Outcomes(pipeline);
            ExecutionInput input = deployment.input();
            if (!new ExecutionFollower(pipeline.executions(), execution, shown, () -> outcomes.isKnown(input))
                    .await()) {
                return Optional.empty();
            }
            return Optional.of(outcomes.of(input));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private void phase(Stage stage, Instant start) {
        phaseEnd = Instant.now();
        ownPhases.add(
                new PhaseTime(stage, start, Duration.between(start, phaseEnd).toMillis()));
    }
}

package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.git.Revisions;
import dev.slipway.cli.pack.Packed;
import dev.slipway.cli.pack.Packer;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.progress.Sizes;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.Git;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.Source;
import dev.slipway.events.state.SourceLayer;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import io.opentelemetry.api.common.Attributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a folder to a live version. */
public final class DeployRun {
    /** S3 takes no larger object in one request; the pipeline's own limit, which it enforces, is lower. */
    private static final long LARGEST_ARCHIVE = 5L << 30;

    private final Console console;
    private final Progress progress;

    /** Shows what it does on the given display. */
    public DeployRun(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
    }

    /** Deploys, and returns when the outcome is known or, where nobody waits, when the workflow has started. */
    public DeployResult run(DeployRequest request) {
        Instant began = Instant.now();
        Interruption interruption = Interruption.armed();
        interruption.always(progress::close);
        interruption.onSignal(() -> InterruptedDeployment.ofNothing(console.err()));
        Connecting connecting = Connecting.start(console, request.pipeline(), progress);
        progress.begin(connecting.startsCloud() ? Step.LOCAL_CLOUD : Step.UPLOAD);
        Revisions revisions = Revisions.look(request.source().folder());
        Packer packer = new Packer(console.temporaryFolder(), LARGEST_ARCHIVE);
        interruption.always(packer::discard);
        try (Packed packed =
                packer.pack(request.source().folder(), request.source().packing(), this::packing)) {
            progress.current("", null);
            Instant packedAt = Instant.now();
            Git git = revisions.await().orElse(null);
            try (Connection connection = connecting.await()) {
                DeployTrace trace = trace(connection, began, packedAt, packed);
                trace.describe(request.app(), request.pipeline(), git);
                Session session = new Session(console, connection, trace, progress, interruption);
                Instant reached = connecting.startsCloud() ? started(trace, packedAt) : packedAt;
                return session.run(
                        deployment -> {
                            progress.current("creating the deployment", null);
                            CreateDeploymentResult created = deployment.create(creation(request, packed, git), reached);
                            session.announce(created);
                            progress.current("", null);
                            String uploaded = deployment.upload(created, packed) + skipped(packed);
                            // The start of the local cloud is shown as a step of its own.
                            Duration took = BuildTree.took(trace.nodes().until(Instant.now()), Step.UPLOAD)
                                    .minus(Duration.between(packedAt, reached));
                            progress.done(Step.UPLOAD, took, uploaded);
                            return created;
                        },
                        request.follow());
            }
        } finally {
            interruption.disarm();
        }
    }

    private void packing(long files, long bytes) {
        progress.current("packing " + files + (files == 1 ? " file, " : " files, ") + Sizes.of(bytes), null);
    }

    private CreateDeploymentRequest creation(DeployRequest request, Packed packed, @Nullable Git git) {
        return new CreateDeploymentRequest(
                DeploymentId.random(Instant.now(), new SecureRandom()),
                Kind.DEPLOY,
                request.app(),
                source(request.app(), packed),
                null,
                request.buildArgs(),
                request.env(),
                null,
                console.user(),
                null,
                request.message(),
                git,
                null,
                null);
    }

    /** What happened before tracing could be set up is written now, in hindsight. */
    private DeployTrace trace(Connection connection, Instant began, Instant packedAt, Packed packed) {
        DeployTrace trace = DeployTrace.begin(connection.telemetry(), console.processStart(), console.environment());
        trace.past("deploy.jvm_start", console.processStart(), began, Attributes.empty());
        Attributes counts = Attributes.builder()
                .put("slipway.pack.files", packed.files())
                .put("slipway.pack.bytes", packed.contentBytes())
                .build();
        trace.past("deploy.pack", began, packedAt, counts);
        return trace;
    }

    /** Names the time that the start of the local cloud took beyond the packing, and returns when it was over. */
    private static Instant started(DeployTrace trace, Instant packedAt) {
        Instant reached = Instant.now();
        trace.past("deploy.local_cloud", packedAt, reached, Attributes.empty());
        return reached;
    }

    private static Source source(String app, Packed packed) {
        SourceLayer layer = new SourceLayer(
                Keys.source(app, packed.sha256()), "sha256:" + packed.sha256(), packed.size(), null, null);
        return new Source(List.of(layer), packed.files());
    }

    private static String skipped(Packed packed) {
        if (packed.skipped().isEmpty()) {
            return "";
        }
        List<Packed.Skipped> skipped = packed.skipped();
        String names = skipped.stream().limit(3).map(Packed.Skipped::path).collect(Collectors.joining(", "));
        return " (" + skipped.size() + " skipped: " + names + (skipped.size() > 3 ? ", …" : "") + ")";
    }
}

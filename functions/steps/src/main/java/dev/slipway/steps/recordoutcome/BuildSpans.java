package dev.slipway.steps.recordoutcome;

import static java.util.Comparator.naturalOrder;

import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.step.BuildResult;
import dev.slipway.events.step.BuildStep;
import dev.slipway.events.step.RecordOutcomeRequest;
import dev.slipway.events.step.StepSpans;
import dev.slipway.telemetry.DeploymentAttributes;
import dev.slipway.telemetry.FinishedSpan;
import dev.slipway.telemetry.SpanIds;
import dev.slipway.telemetry.Telemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;

/**
 * Writes the spans that nobody could write while they lasted: the pipeline's run, the wait for CodeBuild, the steps of a
 * build whose BuildKit exports none, the time between two states.
 *
 * <p>Ids follow from the deployment, so the spans of the steps named {@code build} as their parent before it was there. All
 * else follows from the record and the history, so writing them again after a crash writes the same spans.
 */
final class BuildSpans {
    private static final String STEP = "build.buildkit.step";

    /** Shorter ones explain nothing; together they are less than a hundredth of any deploy. */
    private static final Duration GAP = Duration.ofMillis(1);

    private final Telemetry telemetry;
    private final String pipeline;

    BuildSpans(Telemetry telemetry, String pipeline) {
        this.telemetry = telemetry;
        this.pipeline = pipeline;
    }

    void write(
            RecordOutcomeRequest request,
            History history,
            DeploymentRecord ended,
            List<Build> builds,
            Supplier<Optional<BuildResult>> result) {
        TraceContext trace = request.input().trace();
        if (!telemetry.enabled() || trace == null) {
            return;
        }
        Instant finished = Objects.requireNonNull(ended.finishedAt(), "finishedAt");
        Ids ids = new Ids(ended.deploymentId(), request.execution().redriveCount(), trace, telemetry);
        if (request.input().rootSpan()) {
            telemetry.emit(root(ids, ended, finished));
        }
        if (history.isEmpty()) {
            return;
        }
        // A redrive, or a workflow that began although its deployment was cancelled, goes on after the record was
        // closed.
        Instant now =
                latest(finished, history.lastEntered(), request.execution().startedAt());
        Instant started = request.execution().startedAt();
        if (request.input().rootSpan()) {
            transition(ids, 0, ids.deploy(), new History.Visit("upload", ended.createdAt(), started, true), "Begin");
        }
        telemetry.emit(build(ids, request, ended, now));
        List<History.Visit> visits = history.visits(now);
        visits.stream()
                .filter(visit -> visit.state().equals("BuildKit"))
                .reduce((first, again) -> again)
                .ifPresent(visit -> {
                    Optional<BuildResult> said = result.get();
                    telemetry.emit(buildKit(ids, visit, ended, builds, said));
                    builds.forEach(build -> phases(ids, build));
                    said.ifPresent(built -> steps(ids, built));
                });
        List<History.Visit> work = history.work().stream()
                .map(visit -> visit.state().equals("BuildKit") ? asBuilt(visit, builds) : visit)
                .toList();
        transitions(ids, started, work, now);
    }

    private static Instant latest(Instant... times) {
        return Collections.max(List.of(times));
    }

    private FinishedSpan root(Ids ids, DeploymentRecord ended, Instant now) {
        return outcome(
                FinishedSpan.root(ids.traceId(), ids.root(), "deploy", ended.createdAt(), now)
                        .withAttributes(attributes(ended)),
                ended);
    }

    private FinishedSpan build(Ids ids, RecordOutcomeRequest request, DeploymentRecord ended, Instant now) {
        Attributes attributes = attributes(ended).toBuilder()
                .put("cicd.pipeline.name", pipeline)
                .put("cicd.pipeline.run.id", ended.deploymentId())
                .putAll(DeploymentAttributes.result(ended.status(), ended.failure()))
                .build();
        return outcome(
                FinishedSpan.child(
                                ids.deploy(),
                                ids.of("build"),
                                "build",
                                request.execution().startedAt(),
                                now)
                        .withKind(SpanKind.SERVER)
                        .withAttributes(attributes),
                ended);
    }

    private static FinishedSpan buildKit(
            Ids ids, History.Visit visit, DeploymentRecord ended, List<Build> builds, Optional<BuildResult> said) {
        String tag = ended.app() + "-" + ended.deploymentId();
        AttributesBuilder attributes = Attributes.builder()
                .put("slipway.build.image", tag)
                .put("container.image.tags", new String[] {tag})
                .putAll(DeploymentAttributes.task("build.buildkit", ended.deploymentId(), ids.redriveCount()));
        said.ifPresent(built -> attributes.put("slipway.build.builder", built.builder()));
        said.map(BuildResult::runDigest).ifPresent(digest -> attributes.put("oci.manifest.digest", digest));
        builds.forEach(build -> attributes.put("aws.codebuild.build.id", build.id()));
        FinishedSpan span = FinishedSpan.child(
                        ids.build(), ids.of("build.buildkit"), "build.buildkit", visit.entered(), visit.exited())
                .withKind(SpanKind.CLIENT)
                .withAttributes(attributes.build());
        return Optional.ofNullable(ended.failure())
                .filter(failure -> failure.phase() == Stage.BUILDKIT)
                .map(failure -> span.withAttributes(attributes
                                .putAll(DeploymentAttributes.error(failure.error(), failure.phase()))
                                .build())
                        .withError(failure.cause()))
                .orElse(span);
    }

    private void phases(Ids ids, Build build) {
        for (BuildPhase phase : build.phases()) {
            if (phase.startTime() != null
                    && phase.endTime() != null
                    && phase.endTime().isAfter(phase.startTime())) {
                String name = "build.buildkit." + phase.phaseTypeAsString().toLowerCase(Locale.ROOT);
                telemetry.emit(FinishedSpan.child(
                        ids.buildKit(), ids.of(name + "/" + build.id()), name, phase.startTime(), phase.endTime()));
            }
        }
    }

    /** Writes the steps of the build, unless BuildKit has exported its own spans of them. */
    private void steps(Ids ids, BuildResult result) {
        if (result.stepSpans() != StepSpans.RECORD_OUTCOME) {
            return;
        }
        List<BuildStep> steps = result.steps();
        for (int i = 0; i < steps.size(); i++) {
            BuildStep step = steps.get(i);
            FinishedSpan span = FinishedSpan.child(
                            ids.buildKit(), ids.of(STEP + "/" + i), STEP, step.startedAt(), step.completedAt())
                    .withAttributes(Attributes.builder()
                            .put("slipway.build.step", step.name())
                            .put("cached", step.cached())
                            .build());
            telemetry.emit(step.error() == null ? span : span.withError(step.error()));
        }
    }

    /** Returns the visit as long as CodeBuild was at work: Step Functions begins before and hears of the end later. */
    private static History.Visit asBuilt(History.Visit visit, List<Build> builds) {
        Instant from = times(builds, BuildPhase::startTime).min(naturalOrder()).orElse(visit.entered());
        Instant until = times(builds, BuildPhase::endTime).max(naturalOrder()).orElse(visit.exited());
        return new History.Visit(visit.state(), from, until, visit.closed());
    }

    private static Stream<Instant> times(List<Build> builds, Function<BuildPhase, Instant> time) {
        return builds.stream()
                .flatMap(build -> build.phases().stream())
                .map(time)
                .filter(Objects::nonNull);
    }

    /**
     * Names the time in which no step was at work: what Step Functions and Lambda take from one to the next, cold starts and
     * waits included, from the start of the execution to the moment the outcome was written.
     */
    private void transitions(Ids ids, Instant started, List<History.Visit> work, Instant now) {
        String left = "Begin";
        Instant since = started;
        int count = 0;
        for (History.Visit next : work) {
            transition(ids, ++count, ids.build(), new History.Visit(left, since, next.entered(), true), next.state());
            left = next.state();
            since = next.exited();
        }
        transition(ids, ++count, ids.build(), new History.Visit(left, since, now, true), "RecordOutcome");
    }

    private void transition(Ids ids, int number, SpanContext parent, History.Visit gap, String to) {
        if (Duration.between(gap.entered(), gap.exited()).compareTo(GAP) > 0) {
            String name = "build.transition";
            telemetry.emit(FinishedSpan.child(parent, ids.of(name + "/" + number), name, gap.entered(), gap.exited())
                    .withAttributes(Attributes.builder()
                            .put("from", gap.state())
                            .put("to", to)
                            .build()));
        }
    }

    private Attributes attributes(DeploymentRecord ended) {
        AttributesBuilder attributes = Attributes.builder()
                .put("slipway.app.name", ended.app())
                .put("slipway.pipeline", pipeline)
                .put("slipway.deployment.id", ended.deploymentId())
                .putAll(DeploymentAttributes.source(ended.git()))
                .putAll(DeploymentAttributes.outcome(ended.deploymentId(), ended.status(), ended.failure()));
        if (ended.version() != null) {
            attributes.put("slipway.app.version", ended.version());
        }
        return attributes.build();
    }

    private static FinishedSpan outcome(FinishedSpan span, DeploymentRecord ended) {
        return ended.failure() == null ? span : span.withError(ended.failure().cause());
    }

    /** The span contexts of one run of the pipeline. */
    private record Ids(String deploymentId, int redriveCount, TraceContext trace, Telemetry telemetry) {

        String of(String name) {
            return SpanIds.of(deploymentId, redriveCount, name);
        }

        String traceId() {
            return trace.traceId();
        }

        String root() {
            return trace.spanId();
        }

        SpanContext deploy() {
            return Span.fromContext(telemetry.parent(trace)).getSpanContext();
        }

        SpanContext build() {
            return below("build");
        }

        SpanContext buildKit() {
            return below("build.buildkit");
        }

        private SpanContext below(String name) {
            TraceFlags flags = deploy().getTraceFlags();
            return SpanContext.createFromRemoteParent(traceId(), of(name), flags, TraceState.getDefault());
        }
    }
}

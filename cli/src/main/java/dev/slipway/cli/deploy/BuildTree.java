package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.progress.Step;
import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.step.Work;
import dev.slipway.telemetry.tree.TracedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Span {@code build} and those below it, as they grow from the states of the workflow.
 *
 * <p>Follows the rules by which record_outcome writes them: a step was at work when it says so, else as long as its state;
 * what lies between two is a transition. Not thread-safe.
 */
final class BuildTree {
    private static final Duration GAP = Duration.ofMillis(1);

    private final LiveSpan deploy;
    private @Nullable LiveSpan build;
    private @Nullable LiveSpan buildKit;
    private @Nullable LiveSpan running;
    private Instant entered = Instant.EPOCH;
    private Instant worked = Instant.EPOCH;
    private String before = "Begin";
    private String version = "";

    BuildTree(LiveSpan deploy) {
        this.deploy = deploy;
    }

    void entered(Task task, Instant at) {
        if (build == null) {
            build = deploy.begin("build", at);
            worked = at;
        }
        entered = at;
        running = build.begin(task.span(), at);
        if (task == Task.BUILDKIT) {
            buildKit = running;
        }
    }

    void left(Task task, String state, Instant at, JsonNode result) {
        LiveSpan span = running;
        if (span == null) {
            return;
        }
        Work work = new Work(entered, at.isBefore(entered) ? entered : at);
        if (task == Task.BUILDKIT) {
            span.end(at);
            // CodeBuild tells the time by a clock of its own.
            work = BuildPhases.grow(span, result)
                    .filter(told -> told.until().isAfter(entered))
                    .orElse(work);
        } else {
            work = told(result).orElse(work);
            span.end(work.from(), work.until());
            describe(task, span, result.path("Payload"));
        }
        transition(state, work.from());
        worked = work.until();
        before = state;
        running = null;
    }

    /** Ends the build when its outcome was written. */
    void ended(Instant at) {
        if (build != null) {
            transition("RecordOutcome", at);
            build.end(at);
        }
    }

    /** Returns how long a step took, or has taken so far, from the first of its spans to the last. */
    Duration took(Step step, Instant now) {
        return took(deploy.until(now), step);
    }

    static Duration took(TracedSpan deploy, Step step) {
        List<TracedSpan> spans = deploy.all()
                .filter(span ->
                        Task.of(span).map(Task::step).filter(step::equals).isPresent())
                .toList();
        return spans.isEmpty()
                ? Duration.ZERO
                : Duration.between(
                        spans.stream()
                                .map(TracedSpan::start)
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        spans.stream()
                                .map(TracedSpan::end)
                                .max(Comparator.naturalOrder())
                                .orElseThrow());
    }

    /** Returns what the build consisted of, in words. */
    Optional<String> phases(Instant now) {
        return Optional.ofNullable(buildKit).flatMap(span -> BuildPhases.text(span.until(now)));
    }

    private void transition(String to, Instant at) {
        if (build != null && Duration.between(worked, at).compareTo(GAP) > 0) {
            build.begin(Task.TRANSITION, worked)
                    .put("from", before)
                    .put("to", to)
                    .end(at);
        }
    }

    /** Puts what a step answered, by the names under which it writes that to its span. */
    private void describe(Task task, LiveSpan span, JsonNode answer) {
        switch (task) {
            case SETUP -> span.put("slipway.build.stack", answer.path("stack").asText());
            case LOCATE_ARTIFACT -> {
                span.put(
                        "slipway.build.manifest_digest",
                        answer.path("appDigest").asText());
                if (buildKit != null) {
                    buildKit.put("slipway.build.builder", answer.path("builder").asText());
                }
            }
            case CREATE_VERSION, ACTIVATE -> {
                version = answer.path("version").asText();
                if (build != null) {
                    build.put("slipway.app.version", version);
                }
                span.put("slipway.app.version", task == Task.CREATE_VERSION ? version : "");
            }
            case LAUNCH -> {
                String outcome = answer.path("outcome").asText();
                span.put("outcome", outcome);
                span.put("slipway.app.active_version", outcome.equals("settled") ? version : "");
            }
            default -> {}
        }
    }

    private static Optional<Work> told(JsonNode result) {
        try {
            return Optional.of(result.path("Payload").path(Work.FIELD))
                    .filter(JsonNode::isObject)
                    .map(json -> Codec.bind(json, Work.class));
        } catch (InvalidEventException e) {
            return Optional.empty();
        }
    }
}

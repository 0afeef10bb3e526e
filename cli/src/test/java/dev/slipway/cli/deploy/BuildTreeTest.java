package dev.slipway.cli.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.progress.Step;
import dev.slipway.cli.waterfall.Labels;
import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.cli.waterfall.Notes;
import dev.slipway.cli.waterfall.Waterfall;
import dev.slipway.events.Codec;
import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays a deploy whose trace was recorded, and holds what its command knows of it to that trace. */
class BuildTreeTest {
    private static final String PHASE = Task.BUILDKIT.span() + ".";

    /** The trace knows what setup began with, and more of the ways between the states. */
    private static final Set<String> OF_TRACE = Set.of("setup", "transition");

    private TracedSpan traced;
    private TracedSpan live;

    @BeforeEach
    void replay() throws IOException {
        traced = TraceTree.parse(new InputStreamReader(
                        Objects.requireNonNull(Waterfall.class.getResourceAsStream("hello.json")), UTF_8))
                .only("deploy");
        LiveSpan deploy = LiveSpan.root("deploy", traced.start());
        traced.attributes().forEach(deploy::put);
        traced.children().stream()
                .filter(span -> span.name().startsWith("deploy."))
                .forEach(span -> {
                    LiveSpan begun = deploy.begin(span.name(), span.start()).end(span.end());
                    span.attributes().forEach(begun::put);
                });
        BuildTree tree = new BuildTree(deploy);
        List<TracedSpan> transitions = below(Task.TRANSITION);
        for (TracedSpan way : transitions) {
            String state = way.attribute("to");
            Task task = Task.ofState(state).orElse(null);
            if (task == null) {
                tree.ended(way.end());
            } else {
                TracedSpan work = below(task.span()).get(0);
                tree.entered(task, task == Task.BUILDKIT ? work.start() : way.start());
                tree.left(task, state, work.end(), Codec.parse(answer(way, work)));
            }
        }
        live = deploy.until(traced.end());
    }

    @Test
    void live_deployThatWasTraced_hasItsLabelsNotesOrderAndGroups() {
        assertThat(outline(live))
                .isEqualTo(outline(traced))
                .contains("    BUILD locate_artifact  sha256:c01e…7d34", "    LAUNCH launcher.reconcile  v2");
    }

    @Test
    void longest_ofWhatBothKnow_areTheSameWordsAndTimes() {
        Map<String, String> ofTrace = parts(traced);
        Map<String, String> ofLive = parts(live);
        ofTrace.keySet().retainAll(ofLive.keySet());

        assertThat(ofLive).containsAllEntriesOf(ofTrace);
        assertThat(ofTrace)
                .containsKeys("pack", "create_deployment", "upload", "finalize", "buildkit.build", "activate");
    }

    @Test
    void took_ofAStep_reachesFromItsFirstSpanToItsLast() {
        for (Step step : List.of(Step.UPLOAD, Step.VERSION)) {
            assertThat(BuildTree.took(live, step))
                    .isPositive()
                    .isCloseTo(BuildTree.took(traced, step), Duration.ofMillis(1));
        }
    }

    private List<TracedSpan> below(String name) {
        return traced.all().filter(span -> span.name().equals(name)).toList();
    }

    /** Answers what the step did, and when, as a step of a traced deployment does; CodeBuild says it of its phases. */
    private String answer(TracedSpan way, TracedSpan work) {
        List<Map<String, Object>> phases = work.children().stream()
                .filter(span -> span.name().startsWith(PHASE))
                .map(span -> Map.<String, Object>of(
                        "PhaseType", span.name().substring(PHASE.length()).toUpperCase(Locale.ROOT),
                        "StartTime", span.start().toEpochMilli(),
                        "EndTime", span.end().toEpochMilli()))
                .toList();
        Map<String, Object> answer = Map.of(
                "work", Map.of("from", way.end(), "until", work.end()),
                "stack", work.attribute("slipway.build.stack"),
                "appDigest", work.attribute("slipway.build.manifest_digest"),
                "version", traced.attribute("slipway.app.version"),
                "outcome", work.attribute("outcome"));
        return Codec.write(Map.of("Payload", answer, "Build", Map.of("Phases", phases)));
    }

    /** Draws what a command can know: not the inside of a step, nor the calls that it makes. */
    private static List<String> outline(TracedSpan deploy) {
        List<String> lines = new ArrayList<>();
        outline("", null, deploy, lines);
        return lines;
    }

    private static void outline(String indent, TracedSpan parent, TracedSpan span, List<String> lines) {
        lines.add(indent + Task.of(span).map(task -> task.step() + " ").orElse("") + Labels.below(parent, span) + "  "
                + Notes.of(span));
        span.children().stream()
                .filter(child -> !child.isAwsCall())
                .filter(child -> !child.name().equals(Task.RECEIVE.span()))
                .filter(child -> !span.name().equals(Task.LAUNCH.span()))
                .forEach(child -> outline(indent + "  ", span, child, lines));
    }

    private static Map<String, String> parts(TracedSpan deploy) {
        return Waterfall.of(deploy).parts(Integer.MAX_VALUE).stream()
                .filter(part ->
                        !OF_TRACE.contains(part.label()) && !part.label().endsWith("itself"))
                .collect(
                        Collectors.toMap(Waterfall.Part::label, Waterfall.Part::text, (one, more) -> one + " " + more));
    }
}

package dev.slipway.cli.deploy;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.progress.Durations;
import dev.slipway.cli.waterfall.Labels;
import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.events.step.Work;
import dev.slipway.telemetry.tree.TracedSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a build consisted of, from its phases as CodeBuild tells them.
 *
 * <p>Step Functions answers the whole Build when one has succeeded, with times in milliseconds, so nobody has to ask
 * CodeBuild again.
 */
final class BuildPhases {
    private static final Duration WORTH_A_WORD = Duration.ofMillis(50);

    private BuildPhases() {}

    /** Grows a span for each phase, and returns when CodeBuild was at work; nothing where the answer does not tell. */
    static Optional<Work> grow(LiveSpan buildKit, JsonNode answer) {
        List<Work> phases = new ArrayList<>();
        for (JsonNode phase : answer.path("Build").path("Phases")) {
            long start = phase.path("StartTime").asLong();
            long end = phase.path("EndTime").asLong();
            if (start > 0 && end > start) {
                Work work = new Work(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
                String type = phase.path("PhaseType").asText().toLowerCase(Locale.ROOT);
                buildKit.begin(Task.BUILDKIT.span() + "." + type, work.from()).end(work.until());
                phases.add(work);
            }
        }
        return phases.stream()
                .map(Work::from)
                .min(naturalOrder())
                .flatMap(from ->
                        phases.stream().map(Work::until).max(naturalOrder()).map(until -> new Work(from, until)));
    }

    /** Returns {@code queued 1.2s · provisioning 7.0s · build 25.6s}; the shortest explain nothing. */
    static Optional<String> text(TracedSpan buildKit) {
        String text = buildKit.children().stream()
                .filter(phase -> phase.duration().compareTo(WORTH_A_WORD) >= 0)
                .map(phase -> Labels.below(buildKit, phase) + " " + Durations.of(phase.duration()))
                .collect(Collectors.joining(" · "));
        return Optional.of(text).filter(said -> !said.isEmpty());
    }
}

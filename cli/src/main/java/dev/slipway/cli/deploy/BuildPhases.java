package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.progress.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a build consisted of, from its phases as CodeBuild tells them.
 *
 * <p>Step Functions answers the whole Build when one has succeeded, with times in milliseconds, so nobody has to ask
 * CodeBuild again.
 */
final class BuildPhases {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("SUBMITTED", "queued"),
            Map.entry("QUEUED", "queued"),
            Map.entry("PROVISIONING", "provisioned"),
            Map.entry("DOWNLOAD_SOURCE", "provisioned"),
            Map.entry("INSTALL", "provisioned"),
            Map.entry("PRE_BUILD", "provisioned"),
            Map.entry("BUILD", "built"),
            Map.entry("POST_BUILD", "finished"),
            Map.entry("UPLOAD_ARTIFACTS", "finished"),
            Map.entry("FINALIZING", "finished"));
    private static final long WORTH_A_WORD_MS = 50;

    private BuildPhases() {}

    /** Returns {@code queued 0.0s · provisioned 0.0s · built 0.5s}; nothing where the answer does not tell. */
    static Optional<String> of(JsonNode answer) {
        Map<String, Long> times = new LinkedHashMap<>();
        for (JsonNode phase : answer.path("Build").path("Phases")) {
            String word = WORDS.get(phase.path("PhaseType").asText());
            if (word != null) {
                times.merge(word, millis(phase), Long::sum);
            }
        }
        if (times.getOrDefault("finished", 0L) < WORTH_A_WORD_MS) {
            times.remove("finished");
        }
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(times.entrySet().stream()
                        .map(time -> time.getKey() + " " + Durations.of(Duration.ofMillis(time.getValue())))
                        .collect(Collectors.joining(" · ")));
    }

    private static long millis(JsonNode phase) {
        return phase.path("StartTime").isNumber() && phase.path("EndTime").isNumber()
                ? Math.max(
                        0,
                        phase.path("EndTime").asLong() - phase.path("StartTime").asLong())
                : 1000 * phase.path("DurationInSeconds").asLong();
    }
}

package dev.slipway.steps.buildkit;

import dev.slipway.events.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns BuildKit's plain progress, which is all that a docker without buildx prints, into the records that the others
 * write. Times are those of reading.
 */
final class PlainProgress {
    private static final Pattern STEP = Pattern.compile("#(\\d+) (\\[.*)");
    private static final Pattern OUTPUT = Pattern.compile("#(\\d+) \\d+\\.\\d+ (.*)");
    private static final Pattern END = Pattern.compile("#(\\d+) (DONE .*|CACHED|CANCELED|ERROR: (.*))");
    private static final Pattern DETAIL = Pattern.compile("#(\\d+) .*");

    private final Clock clock;
    private final Map<String, Map<String, Object>> steps = new HashMap<>();

    PlainProgress(Clock clock) {
        this.clock = clock;
    }

    /** Returns what one line stands for: records, or the line itself where it is none of BuildKit's. */
    List<String> read(String line) {
        Matcher end = END.matcher(line);
        if (end.matches() && steps.containsKey(end.group(1))) {
            return List.of(ended(end));
        }
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            return started(step.group(1), step.group(2));
        }
        Matcher output = OUTPUT.matcher(line);
        if (output.matches()) {
            String text = output.group(2) + "\n";
            String data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            return List.of(Codec.write(
                    Map.of("logs", List.of(Map.of("vertex", vertex(output.group(1)), "stream", 1, "data", data)))));
        }
        // Transfers and pulls, which the records have as statuses.
        return line.isBlank() || DETAIL.matcher(line).matches() ? List.of() : List.of(line);
    }

    private List<String> started(String number, String name) {
        List<String> records = new ArrayList<>();
        // A step that goes on after another's output is announced again.
        if (!steps.containsKey(number)) {
            Map<String, Object> vertex = new LinkedHashMap<>();
            vertex.put("digest", vertex(number));
            vertex.put("name", name);
            vertex.put("started", clock.instant().toString());
            steps.put(number, vertex);
            records.add(record(vertex));
        }
        return records;
    }

    private String ended(Matcher end) {
        Map<String, Object> vertex = new LinkedHashMap<>(steps.getOrDefault(end.group(1), Map.of()));
        vertex.put("completed", clock.instant().toString());
        if (end.group(2).equals("CACHED")) {
            vertex.put("cached", true);
        } else if (end.group(2).equals("CANCELED")) {
            vertex.put("error", "context canceled");
        } else if (end.group(3) != null) {
            vertex.put("error", end.group(3));
        }
        return record(vertex);
    }

    private static String record(Map<String, Object> vertex) {
        return Codec.write(Map.of("vertexes", List.of(vertex)));
    }

    private static String vertex(String number) {
        return "step:" + number;
    }
}

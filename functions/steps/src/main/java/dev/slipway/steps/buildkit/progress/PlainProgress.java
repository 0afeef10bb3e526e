package dev.slipway.steps.buildkit.progress;

import dev.slipway.events.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns BuildKit's progress as text, which is all that a docker without buildx prints, into the records that the others
 * write: {@code #7 [2/4] RUN make}, {@code #7 1.203 cc -c a.c}, {@code #7 DONE 1.4s}. Text tells how long a step took, and
 * that it ended when it says so. Not thread-safe.
 */
final class PlainProgress {
    private static final Pattern LINE = Pattern.compile("#(\\d+) (.+)");
    private static final Pattern DONE = Pattern.compile("DONE (\\d+(?:\\.\\d+)?)s");
    private static final Pattern OUTPUT = Pattern.compile("\\d+\\.\\d+ (.*)");
    private static final String ERROR = "ERROR: ";

    private final Clock clock;
    private final Map<String, Map<String, Object>> steps = new HashMap<>();

    PlainProgress(Clock clock) {
        this.clock = clock;
    }

    /** Returns what a line stands for: a record, nothing, or the line itself where it is none of BuildKit's. */
    Optional<String> read(String line) {
        Matcher match = LINE.matcher(line);
        if (!match.matches()) {
            return line.isBlank() ? Optional.empty() : Optional.of(line);
        }
        String id = "step:" + match.group(1);
        String text = match.group(2);
        Map<String, Object> step = steps.get(id);
        if (step == null) {
            return Optional.of(begun(id, text));
        }
        Matcher output = OUTPUT.matcher(text);
        if (output.matches()) {
            return Optional.of(said(id, output.group(1)));
        }
        return ended(step, text);
    }

    private String begun(String id, String name) {
        Map<String, Object> vertex = new LinkedHashMap<>();
        vertex.put("digest", id);
        vertex.put("name", name);
        vertex.put("started", clock.instant().toString());
        steps.put(id, vertex);
        return record("vertexes", vertex);
    }

    private static String said(String id, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        String data = Base64.getEncoder().encodeToString(bytes);
        return record("logs", Map.of("vertex", id, "stream", 1, "data", data));
    }

    /** Transfers and pulls, which the records have as statuses, are passed over. */
    private Optional<String> ended(Map<String, Object> step, String text) {
        Instant now = clock.instant();
        Map<String, Object> vertex = new LinkedHashMap<>(step);
        vertex.put("completed", now.toString());
        Matcher done = DONE.matcher(text);
        if (done.matches()) {
            long millis = Math.round(Double.parseDouble(done.group(1)) * 1000);
            vertex.put("started", now.minus(Duration.ofMillis(millis)).toString());
        } else if (text.equals("CACHED")) {
            vertex.put("cached", true);
        } else if (text.equals("CANCELED")) {
            vertex.put("error", "context canceled");
        } else if (text.startsWith(ERROR)) {
            vertex.put("error", text.substring(ERROR.length()));
        } else {
            return Optional.empty();
        }
        return Optional.of(record("vertexes", vertex));
    }

    private static String record(String kind, Map<String, Object> entry) {
        return Codec.write(Map.of(kind, List.of(entry)));
    }
}

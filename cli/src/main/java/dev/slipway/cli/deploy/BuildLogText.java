package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.console.PlainText;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the lines of one build's log, in their order, into what a person reads.
 *
 * <p>BuildKit writes its progress as JSON: vertexes that start and end, and their output in base 64, cut where it
 * happened to be. Vertexes run beside each other: output stands below the name of its own, which is said again when
 * another one's came in between. Every other line is returned as it is. Not thread-safe.
 */
public final class BuildLogText {
    private static final String INDENT = "    ";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> unfinished = new HashMap<>();
    private String shown = "";

    /** Returns the lines that one line of the log stands for; none for one that only says that something goes on. */
    public List<String> take(String line) {
        if (!line.startsWith("{\"vertexes\"") && !line.startsWith("{\"logs\"") && !line.startsWith("{\"statuses\"")) {
            shown = "";
            return List.of(line.stripTrailing());
        }
        try {
            JsonNode status = Codec.parse(line.strip());
            List<String> lines = new ArrayList<>();
            status.path("vertexes").forEach(vertex -> vertex(vertex, lines));
            status.path("logs").forEach(log -> output(log, lines));
            return lines;
        } catch (InvalidEventException | IllegalArgumentException e) {
            return List.of(line.stripTrailing());
        }
    }

    private void vertex(JsonNode vertex, List<String> lines) {
        String digest = vertex.path("digest").asText();
        String name = vertex.path("name").asText();
        names.put(digest, name);
        String error = vertex.path("error").asText("");
        if (!error.isEmpty()) {
            end(digest, name + " ERROR " + error, lines);
        } else if (vertex.path("cached").asBoolean()) {
            end(digest, name + " CACHED", lines);
        } else if (vertex.hasNonNull("completed")) {
            end(digest, name + " DONE", lines);
        } else if (vertex.hasNonNull("started")) {
            lines.add(name);
            shown = digest;
        }
    }

    private void end(String digest, String text, List<String> lines) {
        String rest = unfinished.remove(digest);
        if (rest != null && !rest.isBlank()) {
            lines.add(INDENT + PlainText.of(rest).stripTrailing());
        }
        lines.add(text);
        shown = "";
    }

    private void output(JsonNode log, List<String> lines) {
        String digest = log.path("vertex").asText();
        byte[] data = Base64.getDecoder().decode(log.path("data").asText());
        String text = unfinished.getOrDefault(digest, "") + new String(data, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        unfinished.put(digest, text.substring(end));
        if (end == 0) {
            return;
        }
        if (!shown.equals(digest)) {
            shown = digest;
            lines.add(names.getOrDefault(digest, digest));
        }
        // Only the line feed ends a line: progress bars return to its start with carriage returns.
        for (String part : text.substring(0, end - 1).split("\n", -1)) {
            lines.add(INDENT + PlainText.of(part).stripTrailing());
        }
    }
}

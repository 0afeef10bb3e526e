package dev.slipway.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Turns the lines of a build's log into what a person reads.
 *
 * <p>BuildKit writes its progress as JSON: vertexes that start and end, and their output in base 64. Every other line is
 * returned as it is.
 */
public final class BuildLogText {
    private BuildLogText() {}

    /** Returns the lines that one line of the log stands for; none for one that only says that something goes on. */
    public static List<String> of(String line) {
        if (!line.startsWith("{\"vertexes\"") && !line.startsWith("{\"logs\"") && !line.startsWith("{\"statuses\"")) {
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

    private static void vertex(JsonNode vertex, List<String> lines) {
        String name = vertex.path("name").asText();
        String error = vertex.path("error").asText("");
        if (!error.isEmpty()) {
            lines.add(name + " ERROR " + error);
        } else if (vertex.path("cached").asBoolean()) {
            lines.add(name + " CACHED");
        } else if (vertex.hasNonNull("completed")) {
            lines.add(name + " DONE");
        } else if (vertex.hasNonNull("started")) {
            lines.add(name);
        }
    }

    private static void output(JsonNode log, List<String> lines) {
        byte[] data = Base64.getDecoder().decode(log.path("data").asText());
        new String(data, StandardCharsets.UTF_8)
                .lines()
                .map(text -> "    " + text.stripTrailing())
                .forEach(lines::add);
    }
}

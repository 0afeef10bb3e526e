package dev.slipway.local.builder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.registry.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;

/** Writes what a build does as BuildKit's SolveStatus lines, one JSON object a line, each sent at once. */
final class Progress {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STDOUT = 1;

    private final OutputStream out;
    private final Clock clock;
    private int vertexes;

    Progress(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Begins a step. */
    Vertex start(String name) throws IOException {
        Digest digest = Digest.of((vertexes++ + " " + name).getBytes(UTF_8));
        Vertex vertex = new Vertex(digest.toString(), name, clock.instant());
        write(wrap("vertexes", vertex.json()));
        return vertex;
    }

    /** Ends the stream with the image, in the names of BuildKit's metadata file. */
    void metadata(ObjectNode metadata) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.set("metadata", metadata);
        write(line);
    }

    /** Ends the stream without an image; what was to be built stands before the cause, which the caller knows. */
    void error(BuildFailure failure) throws IOException {
        write(JSON.createObjectNode().put("error", failure.problem()).put("hint", failure.hint()));
    }

    private void write(ObjectNode line) throws IOException {
        out.write((line + "\n").getBytes(UTF_8));
        out.flush();
    }

    private static ObjectNode wrap(String field, ObjectNode entry) {
        ObjectNode line = JSON.createObjectNode();
        line.putArray(field).add(entry);
        return line;
    }

    /** One step as BuildKit's clients show it. */
    final class Vertex {
        private final String digest;
        private final String name;
        private final Instant started;

        private Vertex(String digest, String name, Instant started) {
            this.digest = digest;
            this.name = name;
            this.started = started;
        }

        private ObjectNode json() {
            return JSON.createObjectNode()
                    .put("digest", digest)
                    .put("name", name)
                    .put("started", started.toString());
        }

        void log(String text) throws IOException {
            write(wrap(
                    "logs",
                    JSON.createObjectNode()
                            .put("vertex", digest)
                            .put("stream", STDOUT)
                            .put("data", Base64.getEncoder().encodeToString((text + "\n").getBytes(UTF_8)))
                            .put("timestamp", clock.instant().toString())));
        }

        /** Tells that a part of the step is done. */
        void status(String id, Instant since) throws IOException {
            String now = clock.instant().toString();
            write(wrap(
                    "statuses",
                    JSON.createObjectNode()
                            .put("id", id)
                            .put("vertex", digest)
                            .put("current", 0)
                            .put("timestamp", now)
                            .put("started", since.toString())
                            .put("completed", now)));
        }

        void done(boolean cached) throws IOException {
            ObjectNode json = json().put("completed", clock.instant().toString());
            write(wrap("vertexes", cached ? json.put("cached", true) : json));
        }

        void failed(String error) throws IOException {
            write(wrap(
                    "vertexes",
                    json().put("completed", clock.instant().toString()).put("error", error)));
        }
    }
}

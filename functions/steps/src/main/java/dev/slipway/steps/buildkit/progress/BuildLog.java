package dev.slipway.steps.buildkit.progress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.step.BuildStep;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a build's progress: BuildKit's rawjson goes on to the log as it comes, and what explains a failure is kept.
 *
 * <p>Kept are the last lines of each step and the step records without their output, so memory does not grow with what a
 * build prints. Not thread-safe.
 */
public final class BuildLog {
    private static final int MOST_RECORDS = 20_000;
    private static final String RULE = "------";

    private final PrintStream out;
    private final Vertexes vertexes;
    private final PlainProgress plain;
    private final List<String> records = new ArrayList<>();
    private final Deque<String> other = new ArrayDeque<>();
    private Mask mask = Mask.none();
    private SourcePlace place = new SourcePlace();
    private String solving = "";
    private @Nullable String error;
    private @Nullable String hint;

    public BuildLog(PrintStream out, Clock clock) {
        this.out = out;
        this.vertexes = new Vertexes(clock);
        this.plain = new PlainProgress(clock);
    }

    /** Keeps these values out of everything from here on. */
    public void mask(Collection<String> secrets) {
        mask = Mask.of(secrets);
    }

    /** Says which Dockerfile is built, so that its lines can be named. */
    public void dockerfile(String name, String content) {
        place.dockerfile(name, content);
    }

    /** Begins another solve: what comes is about something else than the image of the source. */
    public void nextSolve(String what) {
        vertexes.nextSolve();
        place = new SourcePlace();
        solving = what + ": ";
        out.println(what);
    }

    /** Takes one line: a rawjson record, one of plain progress, or what a tool said beside it. */
    public void line(String line) {
        if (line.startsWith("{")) {
            record(line);
            return;
        }
        plain.read(mask.apply(line)).ifPresent(text -> {
            if (text.startsWith("{")) {
                record(text);
            } else {
                out.println(text);
                Vertex.keep(other, text);
                place.take(text);
            }
        });
    }

    private void record(String line) {
        try {
            JsonNode record = Codec.parse(line);
            out.println(mask.isEmpty() ? line : Codec.write(masked((ObjectNode) record)));
            vertexes.take(record);
            if (record.has("vertexes") && records.size() < MOST_RECORDS) {
                records.add(Codec.write(Map.of("vertexes", record.path("vertexes"))));
            }
        } catch (InvalidEventException | IllegalArgumentException e) {
            Vertex.keep(other, mask.apply(line));
            out.println(mask.apply(line));
        }
    }

    /** Prints something that is no progress. */
    public void note(String text) {
        out.println(mask.apply(text));
    }

    /** Takes the builder's own word on why it failed. */
    public void error(String cause, String advice) {
        error = mask.apply(cause);
        hint = advice.isEmpty() ? null : advice;
        out.println("ERROR: " + error);
    }

    /** Returns the step records as JSON lines. */
    public String progress() {
        return String.join("\n", records);
    }

    /** Returns the steps in the order in which they began. */
    public List<BuildStep> steps() {
        return vertexes.steps();
    }

    /** Returns what the builder last complained of beside its progress. */
    public Optional<String> complaint() {
        return Optional.ofNullable(other.peekLast()).map(Complaint::plain);
    }

    /** Says why there is no image, after the builder ended with an exit code. */
    public Blame blame(int exitCode) {
        Optional<Vertex> failed = vertexes.failed();
        String step = failed.map(Vertex::name).orElse(null);
        String where = place.of(step);
        String said = error == null ? failed.map(Vertex::error).orElse(null) : error;
        if (said == null) {
            said = complaint().orElse("the builder exited with " + exitCode);
        }
        Integer code = Complaint.exitCode(said);
        List<String> tail =
                failed.map(Vertex::tail).filter(lines -> !lines.isEmpty()).orElse(List.copyOf(other));
        String cause = Complaint.plain(said);
        if (error == null && step != null && failed.get().isOfTheDockerfile()) {
            cause = Complaint.step(step)
                    + (where == null ? "" : " (" + where + ")")
                    + (code == null ? ": " + cause : " exited with " + code);
        } else if (error == null && where != null) {
            cause = where + ": " + cause;
        }
        return tell(
                new Blame(step, where, code, solving + cause, hint == null ? Complaint.hint(said, tail) : hint, tail));
    }

    /** Says what a build was at when its time was over. */
    public Blame late(Duration limit) {
        Optional<Vertex> running = vertexes.running();
        String step = running.map(Vertex::name).orElse(null);
        String where = place.of(step);
        String what = step == null ? "it" : Complaint.step(step) + (where == null ? "" : " (" + where + ")");
        return tell(new Blame(
                step,
                where,
                null,
                what + " was still running when the build timed out after " + text(limit),
                "if it needs that long, raise the pipeline's BuildTimeoutMinutes",
                running.map(Vertex::tail).orElse(List.copyOf(other))));
    }

    /** Repeats the last lines of the step to blame at the end, where a person looks first. */
    private Blame tell(Blame blame) {
        if (blame.step() != null && !blame.log().isEmpty()) {
            out.println(RULE);
            out.println(" > " + blame.step() + ":");
            blame.log().forEach(out::println);
            out.println(RULE);
        }
        return blame;
    }

    private static String text(Duration limit) {
        return limit.toSeconds() % 60 == 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
    }

    private ObjectNode masked(ObjectNode record) {
        for (JsonNode log : record.path("logs")) {
            String data = log.path("data").asText("");
            String text = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
            String masked = mask.apply(text);
            if (!masked.equals(text)) {
                byte[] bytes = masked.getBytes(StandardCharsets.UTF_8);
                ((ObjectNode) log).put("data", Base64.getEncoder().encodeToString(bytes));
            }
        }
        for (JsonNode vertex : record.path("vertexes")) {
            if (vertex.has("error")) {
                ((ObjectNode) vertex)
                        .put("error", mask.apply(vertex.path("error").asText()));
            }
        }
        return record;
    }
}

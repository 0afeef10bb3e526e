package dev.slipway.steps.buildkit.progress;

import dev.slipway.events.step.BuildStep;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a build while it runs. BuildKit tells of a step more than once: the last word counts, and the first start. */
final class Vertex {
    private static final int MOST_LINES = 20;

    private final String name;
    private final Deque<String> tail = new ArrayDeque<>();
    private @Nullable Instant started;
    private @Nullable Instant completed;
    private boolean cached;
    private @Nullable String error;

    Vertex(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void start(Instant at) {
        if (started == null || at.isBefore(started)) {
            started = at;
        }
        completed = null;
    }

    void complete(Instant at) {
        completed = at;
    }

    void cached() {
        cached = true;
    }

    void fail(String why) {
        error = why;
    }

    void output(String line) {
        keep(tail, line);
    }

    boolean isCached() {
        return cached;
    }

    boolean isRunning() {
        return started != null && completed == null;
    }

    /** Says whether the Dockerfile asks for this step, and not BuildKit for itself. */
    boolean isOfTheDockerfile() {
        return name.startsWith("[") && !name.startsWith("[internal]") && !name.startsWith("[auth]");
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    Instant started() {
        return started;
    }

    /** Returns the last lines of output, the oldest first. */
    List<String> tail() {
        return List.copyOf(tail);
    }

    /** Describes the step, which must have started; one that has not ended lasts until now. */
    BuildStep step(Instant begin, Instant now) {
        Instant end = completed == null ? now : completed;
        return new BuildStep(name, begin, end.isBefore(begin) ? begin : end, cached, error);
    }

    static void keep(Deque<String> tail, String line) {
        tail.addLast(line);
        if (tail.size() > MOST_LINES) {
            tail.removeFirst();
        }
    }
}

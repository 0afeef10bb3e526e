package dev.slipway.cli.progress;

import dev.slipway.events.Codec;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a line: for scripts that follow. */
public final class JsonProgress implements Progress {
    private static final Duration CURRENT_INTERVAL = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final Clock clock;
    private String current = "";
    private Instant nextCurrent = Instant.MIN;

    /** Writes to the given stream. */
    public JsonProgress(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId) {
        write(new Event(clock.instant(), "deployment", null, null, null, null, app, pipeline, deploymentId, traceId));
    }

    @Override
    public synchronized void begin(Step step) {
        current = "";
        write(Event.of(clock.instant(), "begin", step, null, null, null));
    }

    /** Writes what is new, and that once a second at most: a script that follows is not one that watches. */
    @Override
    public synchronized void current(String text, @Nullable Instant since) {
        Instant now = clock.instant();
        if (text.isEmpty() || text.equals(current) || now.isBefore(nextCurrent)) {
            return;
        }
        current = text;
        nextCurrent = now.plus(CURRENT_INTERVAL);
        write(Event.of(now, "current", null, null, text, null));
    }

    @Override
    public void done(Step step, Duration took, String text) {
        write(Event.of(clock.instant(), "done", step, took, text, null));
    }

    @Override
    public void detail(String text) {
        write(Event.of(clock.instant(), "detail", null, null, text, null));
    }

    @Override
    public void failed(Step step, Duration took, String text, List<String> log) {
        write(Event.of(clock.instant(), "failed", step, took, text, log));
    }

    @Override
    public void note(String text) {
        write(Event.of(clock.instant(), "note", null, null, text, null));
    }

    @Override
    public void output(List<String> lines) {
        // Asked for by a key, which only a person at a terminal can press.
    }

    @Override
    public void keys(String hint) {
        // Nobody is there to press one.
    }

    @Override
    public void close() {
        out.flush();
    }

    private synchronized void write(Event event) {
        out.println(Codec.write(event));
        out.flush();
    }

    private record Event(
            Instant time,
            String event,
            @Nullable String step,
            @Nullable Long durationMs,
            @Nullable String text,
            @Nullable List<String> log,
            @Nullable String app,
            @Nullable String pipeline,
            @Nullable String deploymentId,
            @Nullable String traceId) {
        static Event of(
                Instant time,
                String event,
                @Nullable Step step,
                @Nullable Duration took,
                @Nullable String text,
                @Nullable List<String> log) {
            return new Event(
                    time,
                    event,
                    step == null ? null : step.id(),
                    took == null ? null : took.toMillis(),
                    text,
                    log,
                    null,
                    null,
                    null,
                    null);
        }
    }
}

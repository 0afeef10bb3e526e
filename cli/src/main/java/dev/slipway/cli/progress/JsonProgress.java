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
    private final PrintWriter out;
    private final Clock clock;

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
    public void begin(Step step) {
        write(Event.of(clock.instant(), "begin", step, null, null, null));
    }

    @Override
    public void current(String text) {
        write(Event.of(clock.instant(), "current", null, null, text, null));
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
    public void close() {
        out.flush();
    }

    private void write(Event event) {
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

package dev.slipway.cli.progress;

import dev.slipway.cli.console.PlainText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line an event, the time first: for logs and pipes. */
public final class LineProgress implements Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final PrintWriter out;
    private final Clock clock;

    /** Writes to the given stream, in the clock's time zone. */
    public LineProgress(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId) {
        line(
                "deploy",
                app + " to " + pipeline + ", deployment " + deploymentId
                        + (traceId == null ? "" : ", trace " + traceId));
    }

    @Override
    public void begin(Step step) {
        // The end of a step says it all; in a log, twice as many lines would say no more.
    }

    @Override
    public void current(String text, @Nullable Instant since) {
        // Only of interest while it is true.
    }

    @Override
    public void done(Step step, Duration took, String text) {
        line(step.id(), text + " (" + Durations.of(took) + ")");
    }

    @Override
    public void detail(String text) {
        line("", text);
    }

    @Override
    public void failed(Step step, Duration took, String text, List<String> log) {
        line(step.id(), "FAILED " + text + " (" + Durations.of(took) + ")");
        log.forEach(logLine -> line("", "| " + logLine));
    }

    @Override
    public void note(String text) {
        line("note", text);
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

    private synchronized void line(String word, String text) {
        out.printf(Locale.ROOT, "%s %-11s %s%n", LocalTime.now(clock).format(TIME), word, PlainText.of(text));
        out.flush();
    }
}

package dev.slipway.cli.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A list of steps with its last line alive: a spinner, the running time, what the step is at.
 *
 * <p>The live line is drawn by a thread of its own; all writes go through one lock.
 */
public final class TerminalProgress implements Progress {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String CLEAR_LINE = "\r\u001B[K";
    private static final int FRAME_MS = 100;
    private static final int LABEL_WIDTH = 18;

    private final PrintWriter out;
    private final Style style;
    private final int columns;
    private final Thread painter;
    private @Nullable Step running;
    private String text = "";
    private long since;
    private int frame;
    private boolean closed;

    /** Draws lines of at most the given width. */
    public TerminalProgress(PrintWriter out, Style style, int columns) {
        this.out = out;
        this.style = style;
        this.columns = columns;
        this.painter = new Thread(this::paint, "progress");
        painter.setDaemon(true);
        painter.start();
    }

    @Override
    public synchronized void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId) {
        String right = "deployment " + deploymentId + (traceId == null ? "" : "  trace " + traceId);
        print(style.bold(app + " → " + pipeline) + "   " + style.dim(right));
    }

    @Override
    public synchronized void begin(Step step) {
        running = step;
        text = "";
        since = System.nanoTime();
        draw();
    }

    @Override
    public synchronized void current(String now) {
        text = now;
    }

    @Override
    public synchronized void done(Step step, Duration took, String what) {
        running = null;
        print("  " + style.green("✓") + " " + columns(step, took) + what);
    }

    @Override
    public synchronized void detail(String what) {
        print("      " + style.dim(what));
    }

    @Override
    public synchronized void failed(Step step, Duration took, String what, List<String> log) {
        running = null;
        print("  " + style.red("✗") + " " + columns(step, took) + what);
        log.forEach(line -> print("      " + style.dim("| ") + line));
    }

    @Override
    public synchronized void note(String what) {
        print("  " + what);
    }

    @Override
    public synchronized void close() {
        closed = true;
        running = null;
        out.print(CLEAR_LINE);
        out.flush();
        notifyAll();
    }

    private synchronized void paint() {
        while (!closed) {
            draw();
            try {
                wait(FRAME_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void draw() {
        if (running == null) {
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        String line = columns(running, took) + text;
        int width = columns - 5;
        out.print(CLEAR_LINE + "  " + SPINNER[frame++ % SPINNER.length] + " "
                + (line.length() > width ? line.substring(0, width - 1) + "…" : line));
        out.flush();
    }

    private void print(String line) {
        out.print(CLEAR_LINE);
        out.println(line);
        draw();
        out.flush();
    }

    private static String columns(Step step, Duration took) {
        return String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s %6s   ", step.label(), Durations.of(took));
    }
}

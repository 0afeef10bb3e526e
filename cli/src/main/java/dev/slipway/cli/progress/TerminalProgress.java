package dev.slipway.cli.progress;

import dev.slipway.cli.console.Terminal;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of steps with its last line alive: a spinner, the running time, what the step is at, the keys to press.
 *
 * <p>The live line is drawn by a thread of its own; all writes go through one lock. The cursor rests at its beginning, so
 * that what a smaller window made of the line is below the cursor and goes with the next drawing.
 */
public final class TerminalProgress implements Progress {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String START_OF_LINE = "\r";
    private static final String CLEAR_REST = "\u001B[J";
    private static final int FRAME_MS = 100;
    /** Until then there is nothing to see that a new width would change, and the start is not to be slowed down. */
    private static final int FRAMES_BEFORE_FOLLOWING = 10;

    private final PrintWriter out;
    private final Style style;
    private final Terminal terminal;
    private final Clock clock;
    private final Thread painter;
    private @Nullable Step running;
    private String text = "";
    private @Nullable Instant textSince;
    private String keys = "";
    private Instant since = Instant.EPOCH;
    private int frame;
    private boolean closed;

    /** Draws lines of at most the width that the terminal has at the time. */
    public TerminalProgress(PrintWriter out, Style style, Terminal terminal, Clock clock) {
        this.out = out;
        this.style = style;
        this.terminal = terminal;
        this.clock = clock;
        this.painter = new Thread(this::paint, "progress");
        painter.setDaemon(true);
        painter.start();
    }

    @Override
    public synchronized void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId) {
        print(layout().header(app + " → " + pipeline, deploymentId, traceId));
    }

    @Override
    public synchronized void begin(Step step) {
        running = step;
        text = "";
        textSince = null;
        since = clock.instant();
        print(List.of());
    }

    @Override
    public synchronized void current(String now, @Nullable Instant began) {
        text = now;
        textSince = began;
    }

    @Override
    public synchronized void done(Step step, Duration took, String what) {
        running = null;
        print(layout().step(style.green("✓"), step, took, what));
    }

    @Override
    public synchronized void detail(String what) {
        print(layout().detail(what));
    }

    @Override
    public synchronized void failed(Step step, Duration took, String what, List<String> log) {
        running = null;
        print(layout().step(style.red("✗"), step, took, what));
        output(log);
    }

    @Override
    public synchronized void note(String what) {
        print(layout().note(what));
    }

    @Override
    public synchronized void output(List<String> lines) {
        StepLayout layout = layout();
        print(lines.stream().map(layout::log).toList());
    }

    @Override
    public synchronized void keys(String hint) {
        keys = hint;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            running = null;
            print(List.of());
            notifyAll();
        }
    }

    private synchronized void paint() {
        for (int frames = 0; !closed; frames++) {
            if (frames == FRAMES_BEFORE_FOLLOWING) {
                terminal.follow();
            }
            if (running != null && terminal.isOurs()) {
                frame++;
                out.print(START_OF_LINE + live() + CLEAR_REST + START_OF_LINE);
                out.flush();
            }
            try {
                wait(FRAME_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Writes lines that stay, in the place of the live line, and draws that below them. */
    private void print(List<String> lines) {
        StringBuilder all = new StringBuilder(START_OF_LINE).append(CLEAR_REST);
        lines.forEach(line -> all.append(line).append('\n'));
        if (running != null && terminal.isOurs()) {
            all.append(live()).append(START_OF_LINE);
        }
        out.print(all);
        out.flush();
    }

    private String live() {
        Step step = running;
        if (step == null) {
            return "";
        }
        Instant now = clock.instant();
        StepLayout.Now at = new StepLayout.Now(text, textSince == null ? null : Duration.between(textSince, now));
        return layout().live(SPINNER[frame % SPINNER.length], step, Duration.between(since, now), at, keys);
    }

    private StepLayout layout() {
        return new StepLayout(style, terminal.columns());
    }
}

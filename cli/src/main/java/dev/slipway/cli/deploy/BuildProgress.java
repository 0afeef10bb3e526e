package dev.slipway.cli.deploy;

import dev.slipway.cli.pipeline.Logs;
import dev.slipway.cli.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Shows what a build is at, from its log: the step at work, and to who asks for it what the build prints.
 *
 * <p>The log is looked at while the build runs long enough for somebody to wonder, or is asked for. Not thread-safe.
 */
final class BuildProgress {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final Duration INTERVAL = Duration.ofMillis(800);
    private static final Duration SHOWN_INTERVAL = Duration.ofMillis(300);
    private static final int KEPT_LINES = 20;
    /** What CodeBuild says of itself; {@code slipway logs --build} has that, too. */
    private static final String OWN_LINES = "[Container]";

    private final Logs logs;
    private final Progress progress;
    private final BuildSteps steps = new BuildSteps();
    private final BuildLogText text = new BuildLogText();
    private final Deque<String> unseen = new ArrayDeque<>();
    private int dropped;
    private Logs.@Nullable BuildLog log;
    private Instant nextLook = Instant.MAX;
    private boolean wasShown;
    private boolean spoke;

    BuildProgress(Logs logs, Progress progress) {
        this.logs = logs;
        this.progress = progress;
    }

    void begin(String buildId) {
        log = logs.build(buildId);
        nextLook = Instant.now().plus(PATIENCE);
    }

    /** Looks if it is time to; shown or not, the output is followed, for it may be asked for later. */
    void look(boolean shown) {
        if (log == null || (shown == wasShown && Instant.now().isBefore(nextLook))) {
            return;
        }
        wasShown = shown;
        nextLook = Instant.now().plus(shown ? SHOWN_INTERVAL : INTERVAL);
        read();
        if (shown) {
            show();
        }
        BuildSteps.Running step = steps.longest().orElse(null);
        if (step != null) {
            String others = steps.count() > 1 ? " (+" + (steps.count() - 1) + ")" : "";
            progress.current(step.name() + others, step.since());
        } else {
            progress.current(spoke ? "" : "no output yet", null);
        }
    }

    /** Shows what is left of the output of a build that has ended. */
    void end() {
        if (wasShown && log != null) {
            read();
            show();
        }
        log = null;
    }

    private void read() {
        Logs.BuildLog open = log;
        if (open == null) {
            return;
        }
        try {
            for (Logs.Line line : open.next()) {
                spoke = true;
                steps.take(line.text(), line.time());
                if (!line.text().startsWith(OWN_LINES)) {
                    text.take(line.text()).forEach(this::keep);
                }
            }
        } catch (SdkException e) {
            // The log is a comfort; the build goes on without anybody looking.
            log = null;
        }
    }

    private void keep(String line) {
        unseen.addLast(line);
        if (!wasShown && unseen.size() > KEPT_LINES) {
            unseen.removeFirst();
            dropped++;
        }
    }

    private void show() {
        List<String> lines = new ArrayList<>();
        if (dropped > 0) {
            lines.add("… " + dropped + " lines before, see slipway logs --build");
        }
        lines.addAll(unseen);
        unseen.clear();
        dropped = 0;
        if (!lines.isEmpty()) {
            progress.output(lines);
        }
    }
}

package dev.slipway.steps.buildkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.steps.buildkit.progress.BuildLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the script of a build to its end, or until its time is over.
 *
 * <p>Ending asks every process first, so that BuildKit's client cancels the build at its daemon and the script removes
 * what it set up.
 */
final class ScriptRun {
    private static final String SOLVE = "{\"solve\":";
    private static final Duration GRACE = Duration.ofSeconds(8);

    private final Deadline deadline;
    private final Duration mostOfAnExtra;
    private final Clock clock;

    /**
     * Prepares to run scripts.
     *
     * @param mostOfAnExtra how long what is not the image itself may take
     */
    ScriptRun(Deadline deadline, Duration mostOfAnExtra, Clock clock) {
        this.deadline = deadline;
        this.mostOfAnExtra = mostOfAnExtra;
        this.clock = clock;
    }

    /**
     * How a script ended.
     *
     * @param late whether it was ended because its time was over
     */
    record End(int exitCode, boolean late) {}

    Duration limit() {
        return deadline.limit();
    }

    End run(ProcessBuilder script, BuildLog log) throws IOException, InterruptedException {
        Process process = script.start();
        process.getOutputStream().close();
        try (Watch watch = new Watch(process, deadline.left(clock))) {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                String line;
                while ((line = lines.readLine()) != null) {
                    take(line, log, watch);
                }
            }
            return new End(process.waitFor(), watch.isOver());
        }
    }

    private void take(String line, BuildLog log, Watch watch) {
        if (!line.startsWith(SOLVE)) {
            log.line(line);
            return;
        }
        JsonNode solve = Codec.parse(line);
        log.nextSolve(solve.path("solve").asText());
        Duration left = deadline.left(clock);
        watch.reset(left.compareTo(mostOfAnExtra) < 0 ? left : mostOfAnExtra);
    }

    /** Ends a process and all that it started when its time is over. */
    private static final class Watch implements AutoCloseable {
        private final Process process;
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "deadline");
            thread.setDaemon(true);
            return thread;
        });
        private ScheduledFuture<?> ending;
        private volatile boolean over;

        Watch(Process process, Duration left) {
            this.process = process;
            this.ending = timer.schedule(this::end, left.toMillis(), TimeUnit.MILLISECONDS);
        }

        synchronized void reset(Duration left) {
            if (over) {
                return;
            }
            ending.cancel(false);
            ending = timer.schedule(this::end, left.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isOver() {
            return over;
        }

        private synchronized void end() {
            over = true;
            // By their handles: destroying the process itself would close its output before the last words are read.
            // Parents
            // first: one that sees its child end before it is asked itself would go on to what comes next.
            List<ProcessHandle> started = process.descendants().toList();
            process.toHandle().destroy();
            started.forEach(ProcessHandle::destroy);
            ending = timer.schedule(this::kill, GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }
}

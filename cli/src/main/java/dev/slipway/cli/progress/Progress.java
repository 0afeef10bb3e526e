package dev.slipway.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what happens. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** A deployment has an id. */
    void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId);

    /** A step begins. */
    void begin(Step step);

    /**
     * What the running step is at right now.
     *
     * @param since when that began, where its time is worth a look
     */
    void current(String text, @Nullable Instant since);

    /** A step has succeeded. */
    void done(Step step, Duration took, String text);

    /** A step below the last one, with what it consisted of. */
    void detail(String text);

    /**
     * A step has failed.
     *
     * @param log last lines of what failed, oldest first
     */
    void failed(Step step, Duration took, String text, List<String> log);

    /** Says something beside the steps. */
    void note(String text);

    /** What the running step prints, to a person who asked for it. */
    void output(List<String> lines);

    /** What may be asked for now, by which keys; empty for nothing. */
    void keys(String hint);

    /** Leaves the terminal as it was. */
    @Override
    void close();
}

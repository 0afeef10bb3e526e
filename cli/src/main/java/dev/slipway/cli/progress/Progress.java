package dev.slipway.cli.progress;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what happens. Called from one thread. */
public interface Progress extends AutoCloseable {
    /** A deployment has an id. */
    void deployment(String app, String pipeline, String deploymentId, @Nullable String traceId);

    /** A step begins. */
    void begin(Step step);

    /** What the running step is at right now. */
    void current(String text);

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

    /** Leaves the terminal as it was. */
    @Override
    void close();
}

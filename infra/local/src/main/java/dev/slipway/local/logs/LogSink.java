package dev.slipway.local.logs;

import java.time.Instant;

/** Takes log lines of a service as CloudWatch Logs would; creates the group and the stream when they are new. */
@FunctionalInterface
public interface LogSink {

    /** Appends one event of one line, without its line end. Never blocks on a reader. */
    void append(String group, String stream, Instant time, String line);
}

package dev.slipway.local.codebuild;

import dev.slipway.local.logs.LogSink;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The log of one build, in CodeBuild's words. */
final class BuildLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final LogSink sink;
    private final String group;
    private final String stream;
    private final Clock clock;

    BuildLog(LogSink sink, String group, String stream, Clock clock) {
        this.sink = sink;
        this.group = group;
        this.stream = stream;
        this.clock = clock;
    }

    /** Adds a line of a command's output. */
    void output(String line) {
        sink.append(group, stream, clock.instant(), line);
    }

    /** Adds a line of CodeBuild's own. */
    void own(String line) {
        output("[Container] %s %s".formatted(TIME.format(clock.instant()), line));
    }
}

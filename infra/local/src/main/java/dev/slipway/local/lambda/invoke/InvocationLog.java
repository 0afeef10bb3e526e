package dev.slipway.local.lambda.invoke;

import dev.slipway.local.logs.LogSink;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The log of one invocation: lines go to the function's stream, and the last 4 KB are kept for {@code LogType=Tail}. */
public final class InvocationLog {
    private static final int TAIL_BYTES = 4096;

    private final LogSink sink;
    private final String group;
    private final String stream;
    private final Clock clock;
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailBytes;

    public InvocationLog(LogSink sink, String group, String stream, Clock clock) {
        this.sink = sink;
        this.group = group;
        this.stream = stream;
        this.clock = clock;
    }

    /** Writes a message of the function; one event per line of it. */
    public void write(String message) {
        message.lines().forEach(this::line);
    }

    /** Writes the line that opens an invocation. */
    public void start(String requestId, String version) {
        line("START RequestId: " + requestId + " Version: " + version);
    }

    /** Writes that the platform stopped the invocation, as it does on a time-out or the death of the process. */
    public void platform(String requestId, String text) {
        line(clock.instant() + " " + requestId + " " + text);
    }

    /** Writes the two lines that close an invocation. */
    public void end(String requestId, Duration duration, int memoryMb, @Nullable Duration init) {
        line("END RequestId: " + requestId);
        double millis = duration.toNanos() / 1e6;
        String initPart =
                init == null ? "" : String.format(Locale.ROOT, "Init Duration: %.2f ms\t", init.toNanos() / 1e6);
        line(String.format(
                Locale.ROOT,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\t%s",
                requestId,
                millis,
                (long) Math.ceil(millis),
                memoryMb,
                initPart));
    }

    /** Returns the last lines, at most 4 KB of them. */
    public synchronized String tail() {
        return String.join("\n", tail) + (tail.isEmpty() ? "" : "\n");
    }

    private synchronized void line(String line) {
        sink.append(group, stream, clock.instant(), line);
        tail.addLast(line);
        tailBytes += bytes(line);
        while (tailBytes > TAIL_BYTES && tail.size() > 1) {
            tailBytes -= bytes(tail.removeFirst());
        }
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
}

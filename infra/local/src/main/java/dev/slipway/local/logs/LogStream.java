package dev.slipway.local.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One stream: a folder of segments. Appending takes its lock; reading works on what was complete when it began. */
final class LogStream {
    /** Small enough that reading the last one is nothing, large enough that a build makes few. */
    private static final int SEGMENT_BYTES = 256 * 1024;

    private final String name;
    private final Path folder;
    private final long creationTime;
    private final List<Segment> segments = new ArrayList<>();
    private boolean written;
    private long lastIngestionTime;

    private LogStream(String name, Path folder, long creationTime) {
        this.name = name;
        this.folder = folder;
        this.creationTime = creationTime;
    }

    static LogStream open(String name, Path folder, long creationTime) throws IOException {
        LogStream stream = new LogStream(name, folder, creationTime);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                stream.segments.add(Segment.open(file, name));
            }
        }
        return stream;
    }

    String name() {
        return name;
    }

    long creationTime() {
        return creationTime;
    }

    /** Appends one event and returns how many bytes it took. */
    synchronized int append(long timestamp, long ingestionTime, String message) throws IOException {
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        if (last == null || last.size() >= SEGMENT_BYTES) {
            last = Segment.create(folder, name, last == null ? 0 : last.end());
            segments.add(last);
        }
        byte[] line = new LogEvent(name, 0, timestamp, ingestionTime, message)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        last.append(timestamp, line);
        written = true;
        lastIngestionTime = ingestionTime;
        return line.length;
    }

    /** Reads the events whose time is not before this one, in the order they came, from this offset on. */
    void read(long fromOffset, long fromTime, Consumer<LogEvent> events) {
        for (Segment segment : snapshot()) {
            if (segment.end() > fromOffset && segment.latest() >= fromTime) {
                segment.read(fromOffset, event -> {
                    if (event.timestamp() >= fromTime) {
                        events.accept(event);
                    }
                });
            }
        }
    }

    /** Returns the offset that the next event will have. */
    long end() {
        List<Segment> all = snapshot();
        return all.isEmpty() ? 0 : all.get(all.size() - 1).end();
    }

    /** Returns the time of the latest event in milliseconds, 0 where there is none. */
    long latest() {
        return snapshot().stream().mapToLong(Segment::latest).max().orElse(0);
    }

    /** Returns the time of the first event in milliseconds, 0 where there is none. */
    long first() {
        List<Long> first = new ArrayList<>();
        if (!snapshot().isEmpty()) {
            snapshot().get(0).read(0, event -> {
                if (first.isEmpty()) {
                    first.add(event.timestamp());
                }
            });
        }
        return first.isEmpty() ? 0 : first.get(0);
    }

    synchronized long lastIngestionTime() {
        return lastIngestionTime == 0 ? latest() : lastIngestionTime;
    }

    synchronized List<Segment> snapshot() {
        return List.copyOf(segments);
    }

    /** Drops a segment to make room, unless it is the one being written; tells whether it did. */
    synchronized boolean drop(Segment segment) throws IOException {
        boolean last = segments.indexOf(segment) == segments.size() - 1;
        if (last && written) {
            return false;
        }
        segment.delete();
        segments.remove(segment);
        return true;
    }

    /** Tells whether nothing is left of a stream of an earlier run. */
    synchronized boolean isSpent() {
        return segments.isEmpty() && !written;
    }

    Path folder() {
        return folder;
    }
}

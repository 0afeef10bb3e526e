package dev.slipway.local.logs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A file with a run of a stream's events, named by the offset that it begins at. Appending is guarded by the stream;
 * reading needs no lock, since a reader looks only at the bytes that were complete when it began.
 */
final class Segment {
    private final Path file;
    private final String stream;
    private final long base;
    private volatile long size;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean scanned;

    private Segment(Path file, String stream, long base, boolean scanned) {
        this.file = file;
        this.stream = stream;
        this.base = base;
        this.scanned = scanned;
    }

    static Segment create(Path folder, String stream, long base) {
        return new Segment(folder.resolve("%020d.log".formatted(base)), stream, base, true);
    }

    /** Opens a file of an earlier run and cuts off what a kill left of a line. */
    static Segment open(Path file, String stream) throws IOException {
        String name = file.getFileName().toString();
        Segment segment = new Segment(file, stream, Long.parseLong(name.substring(0, 20)), false);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = lastLineEnd(channel);
            if (end < channel.size()) {
                channel.truncate(end);
            }
            segment.size = end;
        }
        return segment;
    }

    long base() {
        return base;
    }

    long end() {
        return base + size;
    }

    long size() {
        return size;
    }

    long lastModified() throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Appends one event, whole or not at all as far as readers see. */
    void append(long timestamp, byte[] line) throws IOException {
        // Not a channel: that would close under a thread that is interrupted, and what it says last is worth having.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(size);
            out.write(line);
        }
        latest.accumulateAndGet(timestamp, Math::max);
        long end = size + line.length;
        size = end;
    }

    /** Returns the time of the latest event in milliseconds, the least long where there is none. */
    long latest() {
        if (!scanned) {
            read(base, event -> latest.accumulateAndGet(event.timestamp(), Math::max));
            scanned = true;
        }
        return latest.get();
    }

    /** Reads the events that begin at an offset or after it, in order. A segment that is gone has none. */
    void read(long from, Consumer<LogEvent> events) {
        // From one byte before: only a line end there says that an event begins at the offset itself.
        long start = Math.max(from - 1, base);
        byte[] bytes = bytes(start, end());
        int begin = from > base ? -1 : 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (begin >= 0) {
                    String line = new String(bytes, begin, i - begin, StandardCharsets.UTF_8);
                    LogEvent.decode(stream, start + begin, line).ifPresent(events);
                }
                begin = i + 1;
            }
        }
    }

    private byte[] bytes(long start, long end) {
        if (start >= end) {
            return new byte[0];
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(end - start)];
            in.seek(start - base);
            in.readFully(bytes);
            return bytes;
        } catch (FileNotFoundException removed) {
            // The size limit took it while we were reading.
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the log " + file + ": " + e.getMessage(), e);
        }
    }

    private static long lastLineEnd(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}

package dev.slipway.local.stepfunctions.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The file of one execution. Line 0 is the {@link ExecutionRecord}, line n the event with id n.
 *
 * <p>A StateExited event also carries, for a restart only, where its execution goes on. Not thread-safe but for the
 * static readers, which may read while another thread appends.
 */
public final class Journal implements Closeable {
    /** On a StateExited event on disk: the next state, or an empty text at the end. */
    public static final String GOES_TO = "goesTo";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer of a few megabytes is as much as a client wants at once; 1000 events may be 256. */
    private static final long LARGEST_SLICE = 4_000_000;

    private final RandomAccessFile file;
    private long lastId;

    private Journal(RandomAccessFile file, long lastId) {
        this.file = file;
        this.lastId = lastId;
    }

    /**
     * A part of a history.
     *
     * @param events as they are on disk
     * @param more whether there is another one in this direction
     */
    public record Slice(List<ObjectNode> events, boolean more) {}

    /** Begins the file of a new execution; fails where there is one. */
    public static Journal create(Path path, ExecutionRecord execution) {
        boolean made = false;
        try {
            Files.createFile(path);
            made = true;
            Files.write(path, line(execution), StandardOpenOption.WRITE);
            return append(path, 0);
        } catch (IOException e) {
            if (made) {
                remove(path);
            }
            throw failure("begin", path, e);
        }
    }

    /** Takes back the file of an execution that did not come to start. */
    public static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw failure("remove", path, e);
        }
    }

    /** Opens the file of an execution that is to go on. A half-written last line goes away. */
    public static Journal reopen(Path path) {
        try {
            long lines = 0;
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                long whole = 0;
                byte[] buffer = new byte[65_536];
                long position = 0;
                for (int n = file.read(buffer); n > 0; n = file.read(buffer)) {
                    for (int i = 0; i < n; i++) {
                        if (buffer[i] == '\n') {
                            lines++;
                            whole = position + i + 1;
                        }
                    }
                    position += n;
                }
                file.setLength(whole);
            }
            return append(path, lines - 1);
        } catch (IOException e) {
            throw failure("reopen", path, e);
        }
    }

    private static Journal append(Path path, long lastId) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return new Journal(file, lastId);
    }

    public long lastId() {
        return lastId;
    }

    /** Appends an event, numbers it, and returns its id. */
    public long append(ObjectNode event) {
        event.put("id", lastId + 1);
        try {
            long whole = file.getFilePointer();
            try {
                file.write(line(event));
            } catch (IOException e) {
                // Of what a full disk took the beginning of, nothing may be left: the next event would continue its
                // line.
                file.setLength(whole);
                file.seek(whole);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to write the history: " + e.getMessage(), e);
        }
        return ++lastId;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to close the history: " + e.getMessage(), e);
        }
    }

    /** Reads what was started. */
    public static ExecutionRecord record(Path path) {
        return find(path).orElseThrow(() -> failure("read", path, new IOException("it does not say what was started")));
    }

    /** Reads what was started; empty where the process was killed while it wrote that, so that nothing was. */
    static Optional<ExecutionRecord> find(Path path) {
        try (BufferedReader reader = open(path)) {
            return Optional.of(
                    JSON.readValue(Optional.ofNullable(reader.readLine()).orElse(""), ExecutionRecord.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", path, e);
        }
    }

    /**
     * Reads events after one, in order.
     *
     * @param most how many; fewer where they are large
     */
    public static Slice after(Path path, long after, int most) {
        List<ObjectNode> events = new ArrayList<>();
        long size = 0;
        try (BufferedReader reader = open(path)) {
            long id = -1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (++id > Math.max(after, 0)) {
                    size += line.length();
                    if (events.size() == most || (size > LARGEST_SLICE && !events.isEmpty())) {
                        return new Slice(events, true);
                    }
                    parse(line).ifPresent(events::add);
                }
            }
        } catch (IOException e) {
            throw failure("read", path, e);
        }
        return new Slice(events, false);
    }

    /**
     * Reads events before one, the latest first.
     *
     * @param most how many; fewer where they are large
     */
    public static Slice before(Path path, long before, int most) {
        Deque<String> latest = new ArrayDeque<>();
        boolean more = false;
        long size = 0;
        try (BufferedReader reader = open(path)) {
            long id = -1;
            for (String line = reader.readLine(); line != null && ++id < before; line = reader.readLine()) {
                if (id > 0) {
                    latest.addLast(line);
                    size += line.length();
                }
                while (latest.size() > most || (size > LARGEST_SLICE && latest.size() > 1)) {
                    size -= latest.removeFirst().length();
                    more = true;
                }
            }
        } catch (IOException e) {
            throw failure("read", path, e);
        }
        List<ObjectNode> events = new ArrayList<>();
        latest.forEach(line -> parse(line).ifPresent(events::add));
        Collections.reverse(events);
        return new Slice(events, more);
    }

    /** Reads the whole history. */
    public static List<ObjectNode> all(Path path) {
        List<ObjectNode> events = new ArrayList<>();
        for (Slice slice = after(path, 0, Integer.MAX_VALUE); ; slice = after(path, events.size(), Integer.MAX_VALUE)) {
            events.addAll(slice.events());
            if (!slice.more()) {
                return events;
            }
        }
    }

    // The last line may be one that is being written.
    private static Optional<ObjectNode> parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node instanceof ObjectNode event ? Optional.of(event) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    // A reader of NIO would refuse a character that is half written; this one replaces it.
    private static BufferedReader open(Path path) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
    }

    private static byte[] line(Object value) throws JsonProcessingException {
        return (JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static UncheckedIOException failure(String action, Path path, IOException e) {
        return new UncheckedIOException(
                "failed to " + action + " the history " + path.getFileName() + ": " + e.getMessage(), e);
    }
}

package dev.slipway.local.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps traces on disk, one file each, within bounds; the trace that nobody has written to for longest goes first.
 *
 * <p>A file has one ResourceSpans a line, appended in one write. Each begins with its line end, so what a killed process
 * left half written is a line of its own, which no reader can parse and every reader skips. Thread-safe.
 */
public final class TraceStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".jsonl";
    private static final int TRACE_ID_LENGTH = 32;

    private final Path folder;
    private final Limits limits;
    /** Bytes by trace, the least recently written first. */
    private final Map<String, Long> sizes = new LinkedHashMap<>();

    private long total;

    /**
     * Bounds what is kept.
     *
     * @param traces at most so many
     * @param bytes at most so many in all
     * @param bytesPerTrace at most so many of one trace; what comes after is refused
     */
    public record Limits(int traces, long bytes, long bytesPerTrace) {
        /** Returns the bounds of a store on a developer's machine: 2000 traces, 256 MiB, 64 MiB a trace. */
        public static Limits standard() {
            return new Limits(2000, 256L << 20, 64L << 20);
        }
    }

    /** Opens the store in a folder, with what an earlier process left there. */
    public TraceStore(Path folder, Limits limits) throws IOException {
        this.folder = folder;
        this.limits = limits;
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(TraceStore::isTrace)
                    .sorted(Comparator.comparingLong(TraceStore::lastWritten))
                    .toList()) {
                long size = Files.size(file);
                sizes.put(traceId(file), size);
                total += size;
            }
        }
        makeRoom();
    }

    /**
     * Appends spans of a trace.
     *
     * @return false when the trace is full, and nothing was kept
     */
    synchronized boolean append(String traceId, ArrayNode resourceSpans) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (JsonNode resource : resourceSpans) {
            lines.append('\n').append(resource);
        }
        byte[] bytes = lines.toString().getBytes(UTF_8);
        long size = sizes.getOrDefault(traceId, 0L) + bytes.length;
        if (size > limits.bytesPerTrace()) {
            return false;
        }
        Files.write(file(traceId), bytes, CREATE, APPEND);
        sizes.remove(traceId);
        sizes.put(traceId, size);
        total += bytes.length;
        makeRoom();
        return true;
    }

    /** Lists the traces, the last written first. */
    synchronized List<String> traceIds() {
        List<String> ids = new ArrayList<>(sizes.keySet());
        Collections.reverse(ids);
        return ids;
    }

    synchronized boolean has(String traceId) {
        return sizes.containsKey(traceId);
    }

    /**
     * Writes a whole trace as OTLP/JSON, each span once, line by line: a trace need not fit into memory.
     *
     * <p>Of two spans with one id the first is kept: a retry writes the same again.
     */
    void write(String traceId, OutputStream out) throws IOException {
        Set<String> seen = new HashSet<>();
        out.write("{\"resourceSpans\":[".getBytes(UTF_8));
        String separator = "";
        try (BufferedReader lines = Files.newBufferedReader(file(traceId), UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode resource = parse(line);
                if (resource != null && keepNew(resource, seen)) {
                    out.write((separator + resource).getBytes(UTF_8));
                    separator = ",";
                }
            }
        } catch (NoSuchFileException e) {
            // Dropped since it was asked for: an empty trace.
        }
        out.write("]}".getBytes(UTF_8));
    }

    private static @Nullable JsonNode parse(String line) {
        if (line.isEmpty()) {
            return null;
        }
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static boolean keepNew(JsonNode resource, Set<String> seen) {
        boolean any = false;
        for (JsonNode scope : resource.path("scopeSpans")) {
            for (Iterator<JsonNode> spans = scope.path("spans").iterator(); spans.hasNext(); ) {
                if (seen.add(spans.next().path("spanId").asText())) {
                    any = true;
                } else {
                    spans.remove();
                }
            }
        }
        return any;
    }

    private void makeRoom() throws IOException {
        Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator();
        while (oldest.hasNext() && (sizes.size() > limits.traces() || total > limits.bytes())) {
            Map.Entry<String, Long> trace = oldest.next();
            Files.deleteIfExists(file(trace.getKey()));
            total -= trace.getValue();
            oldest.remove();
        }
    }

    private Path file(String traceId) {
        return folder.resolve(traceId + SUFFIX);
    }

    private static boolean isTrace(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(SUFFIX) && SpanBatch.isTraceId(traceId(file));
    }

    private static String traceId(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, Math.min(TRACE_ID_LENGTH, name.length()));
    }

    private static long lastWritten(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}

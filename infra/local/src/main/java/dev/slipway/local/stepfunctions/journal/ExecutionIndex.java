package dev.slipway.local.stepfunctions.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The executions of one state machine in the order of their start. The truth is in their journals; {@code index.jsonl}
 * beside them, a line for each start and end, only spares reading all of them when the local cloud starts. Thread-safe.
 */
public final class ExecutionIndex {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionIndex.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".jsonl";
    private static final String PREFIX = "execution-";

    private final Path folder;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Summary> summaries = new ArrayList<>();

    /** Reads the executions of a folder. */
    public ExecutionIndex(Path folder) {
        this.folder = folder;
        Map<String, Summary> known = readIndex();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(PREFIX) && file.endsWith(SUFFIX))
                    .map(file -> file.substring(PREFIX.length(), file.length() - SUFFIX.length()))
                    .flatMap(name -> Optional.ofNullable(known.get(name))
                            .filter(summary -> summary.status() != Status.RUNNING)
                            .or(() -> fromJournal(name))
                            .stream())
                    .sorted(Comparator.comparingLong(Summary::startDate))
                    .forEach(this::put);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to list the executions in " + folder + ": " + e.getMessage(), e);
        }
    }

    private Map<String, Summary> readIndex() {
        Map<String, Summary> known = new HashMap<>();
        Path index = folder.resolve("index" + SUFFIX);
        if (!Files.exists(index)) {
            return known;
        }
        try (Stream<String> lines = Files.lines(index)) {
            lines.forEach(line -> parse(line).ifPresent(summary -> known.put(summary.name(), summary)));
        } catch (IOException | UncheckedIOException e) {
            // A cut character at the end: what is missing is read from the journals.
            return known;
        }
        return known;
    }

    private static Optional<Summary> parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            OptionalLong stop =
                    node.has("stopDate") ? OptionalLong.of(node.get("stopDate").longValue()) : OptionalLong.empty();
            return Optional.of(new Summary(
                    node.path("name").asText(),
                    Status.valueOf(node.path("status").asText()),
                    node.path("startDate").longValue(),
                    stop));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Summary> fromJournal(String name) {
        Path file = file(name);
        Optional<ExecutionRecord> execution = Journal.find(file);
        if (execution.isEmpty()) {
            // Nobody was told that it had started, so its name is free.
            Journal.remove(file);
            return Optional.empty();
        }
        long start = execution.get().startDate();
        return Optional.of(End.of(file)
                .map(end -> new Summary(name, end.status(), start, OptionalLong.of(end.stopDate())))
                .orElseGet(() -> new Summary(name, Status.RUNNING, start, OptionalLong.empty())));
    }

    /** Returns the journal of an execution, whether there is one or not. */
    public Path file(String name) {
        return folder.resolve(PREFIX + name + SUFFIX);
    }

    public synchronized Optional<Summary> find(String name) {
        return Optional.ofNullable(places.get(name)).map(summaries::get);
    }

    /**
     * Adds or replaces an execution, here and on disk. That one has begun must be on disk; what is missing of an end is read
     * from its journal later.
     */
    public synchronized void save(Summary summary) {
        var line = JSON.createObjectNode()
                .put("name", summary.name())
                .put("status", summary.status().name())
                .put("startDate", summary.startDate());
        summary.stopDate().ifPresent(stop -> line.put("stopDate", stop));
        try {
            Files.write(
                    folder.resolve("index" + SUFFIX),
                    (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            if (summary.status() == Status.RUNNING) {
                throw new UncheckedIOException("failed to list " + summary.name() + ": " + e.getMessage(), e);
            }
            LOG.warn("failed to list {}: {}", summary.name(), e.toString());
        }
        put(summary);
    }

    private void put(Summary summary) {
        Integer place = places.putIfAbsent(summary.name(), summaries.size());
        if (place == null) {
            summaries.add(summary);
        } else {
            summaries.set(place, summary);
        }
    }

    /** Returns all in the order of their start. */
    public synchronized List<Summary> all() {
        return List.copyOf(summaries);
    }
}

package dev.slipway.local.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups and streams on disk, append-only, and bounded: over its limit the oldest segments go, whichever stream they
 * are of. An event is on disk when {@link #append} returns, so a kill loses none. Safe for use by several threads.
 */
public final class LogStore implements LogSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    private final Path root;
    private final long limit;
    private final Clock clock;
    private final ConcurrentSkipListMap<String, LogGroup> groups = new ConcurrentSkipListMap<>();
    private final AtomicLong sinceTrim = new AtomicLong();

    /**
     * Opens a store.
     *
     * @param root its folder, made where it is missing
     * @param limit bytes to keep in all
     */
    public LogStore(Path root, long limit, Clock clock) {
        this.root = root;
        this.limit = limit;
        this.clock = clock;
        try {
            Files.createDirectories(root);
            for (Path folder : NamedFolder.in(root)) {
                LogGroup group = LogGroup.open(folder);
                groups.put(group.name(), group);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to open the logs: " + e.getMessage(), e);
        }
    }

    @Override
    public void append(String group, String stream, Instant time, String line) {
        long now = clock.millis();
        try {
            append(ensureGroup(group).ensure(stream, now), time.toEpochMilli(), line);
        } catch (IOException e) {
            // A full disk must not stop what is being logged about.
            LOG.warn("failed to write the log {} {}: {}", group, stream, e.toString());
        }
    }

    void append(LogStream stream, long timestamp, String message) throws IOException {
        int bytes = stream.append(timestamp, clock.millis(), message);
        if (sinceTrim.addAndGet(bytes) > limit / 16) {
            trim();
        }
    }

    /** Makes a group where there is none of this name yet, as the template's groups are before the first event. */
    public void ensure(String name) {
        try {
            ensureGroup(name);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to create the log group " + name + ": " + e.getMessage(), e);
        }
    }

    LogGroup ensureGroup(String name) throws IOException {
        LogGroup known = groups.get(name);
        return known == null ? create(name) : known;
    }

    Optional<LogGroup> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    List<LogGroup> groups() {
        return List.copyOf(groups.values());
    }

    long now() {
        return clock.millis();
    }

    private synchronized LogGroup create(String name) throws IOException {
        LogGroup known = groups.get(name);
        if (known == null) {
            known = LogGroup.create(root, name, clock.millis());
            groups.put(name, known);
        }
        return known;
    }

    private synchronized void trim() throws IOException {
        sinceTrim.set(0);
        List<Candidate> candidates = new ArrayList<>();
        long total = 0;
        for (LogGroup group : groups.values()) {
            for (LogStream stream : group.streams()) {
                for (Segment segment : stream.snapshot()) {
                    candidates.add(new Candidate(group, stream, segment, segment.lastModified()));
                    total += segment.size();
                }
            }
        }
        candidates.sort(Comparator.comparingLong(Candidate::modified));
        for (Candidate oldest : candidates) {
            if (total <= limit) {
                return;
            }
            if (oldest.stream().drop(oldest.segment())) {
                total -= oldest.segment().size();
                oldest.group().forget(oldest.stream());
            }
        }
    }

    private record Candidate(LogGroup group, LogStream stream, Segment segment, long modified) {}
}

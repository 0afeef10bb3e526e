package dev.slipway.local.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** One group: a folder of streams. */
final class LogGroup {
    private final String name;
    private final Path folder;
    private final long creationTime;
    private final ConcurrentSkipListMap<String, LogStream> streams = new ConcurrentSkipListMap<>();

    private LogGroup(String name, Path folder, long creationTime) {
        this.name = name;
        this.folder = folder;
        this.creationTime = creationTime;
    }

    static LogGroup open(Path folder) throws IOException {
        NamedFolder named = NamedFolder.read(folder);
        LogGroup group = new LogGroup(named.name(), folder, named.creationTime());
        for (Path streamFolder : NamedFolder.in(folder)) {
            NamedFolder stream = NamedFolder.read(streamFolder);
            group.streams.put(stream.name(), LogStream.open(stream.name(), streamFolder, stream.creationTime()));
        }
        return group;
    }

    static LogGroup create(Path root, String name, long now) throws IOException {
        Path folder = NamedFolder.create(root, name, now);
        return new LogGroup(name, folder, now);
    }

    String name() {
        return name;
    }

    long creationTime() {
        return creationTime;
    }

    Optional<LogStream> stream(String streamName) {
        return Optional.ofNullable(streams.get(streamName));
    }

    List<LogStream> streams() {
        return List.copyOf(streams.values());
    }

    /** Returns the stream of this name, made where there is none yet. */
    LogStream ensure(String streamName, long now) throws IOException {
        LogStream known = streams.get(streamName);
        return known == null ? create(streamName, now) : known;
    }

    private synchronized LogStream create(String streamName, long now) throws IOException {
        LogStream known = streams.get(streamName);
        if (known == null) {
            known = LogStream.open(streamName, NamedFolder.create(folder, streamName, now), now);
            streams.put(streamName, known);
        }
        return known;
    }

    /** Removes a stream of an earlier run that lost its last event to the size limit. */
    synchronized void forget(LogStream stream) throws IOException {
        if (stream.isSpent()) {
            streams.remove(stream.name());
            NamedFolder.remove(stream.folder());
        }
    }
}

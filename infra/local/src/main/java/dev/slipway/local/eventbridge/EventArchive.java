package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps every event of the bus in a file, one JSON object a line, as an archive of EventBridge does. Thread-safe. */
public final class EventArchive implements AutoCloseable {
    private final BufferedWriter out;

    /** Opens a file to append to. */
    public EventArchive(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void keep(JsonNode event) {
        try {
            out.append(event.toString()).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to archive an event: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}

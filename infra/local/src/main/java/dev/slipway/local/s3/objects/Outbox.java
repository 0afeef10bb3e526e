package dev.slipway.local.s3.objects;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a bucket's changes, each in a file from before its change can be seen until the bus has it, so that one whose
 * change was made is raised at least once, whenever the process is killed. One whose change was not made never is.
 *
 * <p>Nothing is forced to disk for that: files outlive their process without it. Safe for use by several threads; those that
 * change one key come one after the other.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MADE = ".made";

    private final Path folder;
    private final EventSink bus;
    private final Set<Entry> open = ConcurrentHashMap.newKeySet();
    private final Queue<Entry> postponed = new ConcurrentLinkedQueue<>();

    Outbox(Path folder, EventSink bus) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.bus = bus;
    }

    /** Takes up what a killed process left; {@link #flush} raises it. The objects are those that are there now. */
    void recover(Map<String, StoredObject> objects, Sequencers sequencers) throws IOException {
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.sorted().toList();
        }
        for (Path file : left) {
            Entry entry = read(file);
            if (entry == null || !(file.toString().endsWith(MADE) || wasMade(entry, objects.get(entry.key())))) {
                Files.delete(file);
            } else {
                sequencers.seen(entry.sequencer());
                open.add(entry);
                postponed.add(entry);
            }
        }
    }

    /** Keeps the event of a change that is about to be made. Call with the lock of its key. */
    Entry keep(ObjectNode event) throws IOException {
        String sequencer = event.at("/detail/object/sequencer").asText();
        Entry entry = new Entry(folder.resolve(sequencer), event);
        // What is still open for this key was made; once this change is, the objects no longer tell.
        for (Entry earlier : open) {
            if (earlier.key().equals(entry.key())) {
                earlier.markMade();
            }
        }
        try {
            Files.write(entry.file, JSON.writeValueAsBytes(event));
        } catch (IOException e) {
            Files.deleteIfExists(entry.file);
            throw e;
        }
        open.add(entry);
        return entry;
    }

    /** Forgets an event whose change was not made after all. */
    void drop(Entry entry) throws IOException {
        open.remove(entry);
        entry.remove();
    }

    /** Raises the event of a change that is made, and what could not be raised before. */
    void raise(Entry entry) {
        postponed.add(entry);
        flush();
    }

    /** Raises what could not be raised before. */
    void flush() {
        for (int left = postponed.size(); left > 0; left--) {
            Entry next = postponed.poll();
            if (next == null) {
                return;
            }
            try {
                bus.publish(next.event);
                open.remove(next);
                next.remove();
            } catch (IOException | RuntimeException e) {
                // The change stands; an error would only make the client repeat it. The next change tries again.
                postponed.add(next);
                LOG.warn("failed to raise {} of {}", next.event.path("detail-type"), next.key(), e);
            }
        }
    }

    private static boolean wasMade(Entry entry, @Nullable StoredObject now) {
        boolean deletion = entry.event.path("detail-type").asText().equals("Object Deleted");
        return deletion ? now == null : now != null && now.sequencer().equals(entry.sequencer());
    }

    private static @Nullable Entry read(Path file) throws IOException {
        try {
            JsonNode event = JSON.readTree(Files.readAllBytes(file));
            return event instanceof ObjectNode object ? new Entry(file, object) : null;
        } catch (JacksonException e) {
            // The process ended within writing it, which was before the change.
            return null;
        }
    }

    /** An event and its file. */
    static final class Entry {
        private final ObjectNode event;
        private Path file;
        private boolean removed;

        private Entry(Path file, ObjectNode event) {
            this.file = file;
            this.event = event;
        }

        private String key() {
            return event.at("/detail/object/key").asText();
        }

        private String sequencer() {
            return event.at("/detail/object/sequencer").asText();
        }

        private synchronized void markMade() throws IOException {
            if (!removed && !file.toString().endsWith(MADE)) {
                Path made = file.resolveSibling(file.getFileName() + MADE);
                file = Files.move(file, made, StandardCopyOption.ATOMIC_MOVE);
            }
        }

        private synchronized void remove() throws IOException {
            removed = true;
            Files.deleteIfExists(file);
        }
    }
}

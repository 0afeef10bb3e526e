package dev.slipway.local.s3.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bucket. Safe for use by several threads: readers never wait, writers of one key wait for each other. */
public final class Bucket {
    private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
    private static final int LOCKS = 64;

    private final String name;
    private final Path objects;
    private final Path incoming;
    private final Instant created;
    private final Clock clock;
    private final Sequencers sequencers;
    private final Uploads uploads;
    private final Outbox outbox;
    private final NavigableMap<String, StoredObject> index = new ConcurrentSkipListMap<>(KeyOrder.INSTANCE);
    private final Lock[] locks = new Lock[LOCKS];

    Bucket(Path folder, Clock clock, Sequencers sequencers, EventSink bus) throws IOException {
        this.name = String.valueOf(folder.getFileName());
        this.objects = Files.createDirectories(folder.resolve("objects"));
        this.incoming = Files.createDirectories(folder.resolve("incoming"));
        this.created = Files.getLastModifiedTime(objects).toInstant();
        this.clock = clock;
        this.sequencers = sequencers;
        this.uploads = new Uploads(Files.createDirectories(folder.resolve("uploads")), incoming, clock);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
        this.outbox = new Outbox(folder.resolve("events"), bus);
        discardIncoming();
        readIndex();
        outbox.recover(index, sequencers);
    }

    /** Returns the bucket's name. */
    public String name() {
        return name;
    }

    /** Returns when the bucket was made, about. */
    public Instant created() {
        return created;
    }

    /** Returns the multipart uploads that are neither complete nor aborted. */
    public Uploads uploads() {
        return uploads;
    }

    /** Receives the bytes of an object to be, without a lock: a slow sender is nobody else's business. */
    public Staged stage(InputStream in) throws IOException {
        return Staged.copy(incoming, in);
    }

    /**
     * Makes staged bytes the object of a key, durably, if the condition holds, and raises the event of that.
     *
     * @param notice null for a change that nobody is told of
     * @throws AwsException PreconditionFailed or NoSuchKey where it does not
     */
    public StoredObject publish(
            String key,
            Staged staged,
            String etag,
            ObjectMetadata metadata,
            Condition condition,
            @Nullable CreationNotice notice)
            throws IOException {
        Path target = file(key);
        Files.createDirectories(target.getParent());
        Lock lock = lock(key);
        StoredObject object;
        Outbox.Entry event;
        lock.lock();
        try {
            condition.check(index.get(key));
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            object = new StoredObject(key, staged.size(), etag, now, sequencers.next(), metadata);
            ObjectFile.seal(staged.channel(), object);
            event = make(notice == null ? null : notice.event(object), () -> {
                Files.move(staged.file(), target, StandardCopyOption.ATOMIC_MOVE);
                index.put(key, object);
            });
        } finally {
            lock.unlock();
        }
        raise(event);
        return object;
    }

    /** Raises the events of changes that an earlier process made and did not come to raise. */
    public void raiseLeftEvents() {
        outbox.flush();
    }

    /** Returns what is known of an object. */
    public Optional<StoredObject> head(String key) {
        return Optional.ofNullable(index.get(key));
    }

    /**
     * Opens an object.
     *
     * @throws AwsException NoSuchKey
     */
    public OpenObject open(String key) throws IOException {
        if (index.containsKey(key)) {
            try {
                FileChannel channel = FileChannel.open(file(key), StandardOpenOption.READ);
                // Read from the very file: the index may already know the next object of this key.
                return new OpenObject(ObjectFile.read(channel), channel);
            } catch (NoSuchFileException e) {
                LOG.debug("{} was deleted while it was opened", key, e);
            }
        }
        throw new AwsException(404, "NoSuchKey", "The specified key does not exist.");
    }

    /**
     * Deletes an object if there is one and the condition holds, and raises the event of that.
     *
     * @throws AwsException PreconditionFailed or NoSuchKey where the condition does not hold
     */
    public void delete(String key, Condition condition, DeletionNotice notice) throws IOException {
        Lock lock = lock(key);
        Outbox.Entry event;
        lock.lock();
        try {
            StoredObject current = index.get(key);
            condition.check(current);
            if (current == null) {
                return;
            }
            event = make(notice.event(key, sequencers.next()), () -> {
                Files.deleteIfExists(file(key));
                index.remove(key);
            });
        } finally {
            lock.unlock();
        }
        raise(event);
    }

    private Outbox.@Nullable Entry make(@Nullable ObjectNode event, Change change) throws IOException {
        if (event == null) {
            change.make();
            return null;
        }
        Outbox.Entry entry = outbox.keep(event);
        try {
            change.make();
            return entry;
        } catch (IOException | RuntimeException e) {
            try {
                outbox.drop(entry);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Outside the lock: whoever is told may want the object. */
    private void raise(Outbox.@Nullable Entry event) {
        if (event != null) {
            outbox.raise(event);
        }
    }

    /** Lists a page of keys. */
    public Listing list(Listing.Request request) {
        return Listing.of(index, request);
    }

    boolean isEmpty() {
        return index.isEmpty();
    }

    private Lock lock(String key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }

    private Path file(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            String hex = HexFormat.of().formatHex(hash);
            return objects.resolve(hex.substring(0, 2)).resolve(hex.substring(2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void discardIncoming() throws IOException {
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Trees.delete(file);
            }
        }
    }

    private void readIndex() throws IOException {
        try (Stream<Path> files = Files.walk(objects, 2)) {
            files.filter(Files::isRegularFile)
                    .map(this::readIndexEntry)
                    .flatMap(Optional::stream)
                    .forEach(object -> {
                        sequencers.seen(object.sequencer());
                        index.put(object.key(), object);
                    });
        }
    }

    private Optional<StoredObject> readIndexEntry(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return Optional.of(ObjectFile.read(channel));
        } catch (IOException e) {
            // One broken file must not take the bucket with it.
            LOG.warn("failed to read an object of bucket {}: {}: {}", name, file, e.toString());
            return Optional.empty();
        }
    }

    /** Words the event of an object that is about to be there. */
    @FunctionalInterface
    public interface CreationNotice {
        ObjectNode event(StoredObject object);
    }

    /** Words the event of an object that is about to be gone. */
    @FunctionalInterface
    public interface DeletionNotice {
        ObjectNode event(String key, String sequencer);
    }

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }
}

package dev.slipway.local.s3.objects;

import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.front.AwsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The buckets, a folder each. */
public final class ObjectStore {
    private static final String DELETED = ".deleted-";

    private final Path root;
    private final Clock clock;
    private final Sequencers sequencers;
    private final EventSink bus;
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();

    /** Opens the store under a folder and reads what is there; its changes are told to the bus. */
    public ObjectStore(Path root, Clock clock, EventSink bus) throws IOException {
        this.root = Files.createDirectories(root);
        this.clock = clock;
        this.sequencers = new Sequencers(clock);
        this.bus = bus;
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                String name = String.valueOf(folder.getFileName());
                if (name.startsWith(DELETED)) {
                    Trees.delete(folder);
                } else {
                    buckets.put(name, new Bucket(folder, clock, sequencers, bus));
                }
            }
        }
    }

    /** Returns where the buckets are. */
    public Path folder() {
        return root;
    }

    /** Returns the buckets by name. */
    public Collection<Bucket> buckets() {
        return buckets.values();
    }

    /**
     * Returns a bucket.
     *
     * @throws AwsException NoSuchBucket
     */
    public Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw new AwsException(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        return bucket;
    }

    /** Makes a bucket; returns whether it is new. */
    public synchronized boolean create(String name) throws IOException {
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new AwsException(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        if (buckets.containsKey(name)) {
            return false;
        }
        buckets.put(name, new Bucket(Files.createDirectory(root.resolve(name)), clock, sequencers, bus));
        return true;
    }

    /**
     * Deletes an empty bucket.
     *
     * @throws AwsException NoSuchBucket, BucketNotEmpty
     */
    public synchronized void delete(String name) throws IOException {
        if (!bucket(name).isEmpty()) {
            throw new AwsException(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        }
        Path gone = root.resolve(DELETED + UUID.randomUUID());
        Files.move(root.resolve(name), gone, StandardCopyOption.ATOMIC_MOVE);
        buckets.remove(name);
        Trees.delete(gone);
    }
}

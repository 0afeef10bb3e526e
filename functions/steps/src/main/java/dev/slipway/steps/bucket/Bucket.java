package dev.slipway.steps.bucket;

import dev.slipway.events.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The pipeline's bucket as a store of records.
 *
 * <p>Writes are conditional ("Amazon S3 User Guide", conditional writes): a refused one (409 or 412) may be our own that
 * a lost connection made the client repeat, so the object is read back and compared before it counts as lost.
 * Thread-safe.
 */
public final class Bucket {
    private static final int MOST_ATTEMPTS = 30;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;

    public Bucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Reads a record; empty when there is none. */
    public <T extends Record> Optional<Versioned<T>> read(String key, Class<T> type) {
        return readText(key).map(text -> new Versioned<>(Codec.read(text.value(), type), text.etag()));
    }

    /** Returns what S3 knows of an object; empty when there is none. */
    public Optional<HeadObjectResponse> head(String key) {
        return head(key, null);
    }

    /** Returns what S3 knows of a version of an object, or of the object where no version is given. */
    public Optional<HeadObjectResponse> head(String key, @Nullable String versionId) {
        try {
            return Optional.of(
                    s3.headObject(request -> request.bucket(name).key(key).versionId(versionId)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Creates a record and says whether it stands there now: false when another one did before. */
    public boolean create(String key, Record value) {
        return write(key, Codec.write(value), null);
    }

    /** Replaces a record that is still as it was read, and says whether it did. */
    public boolean replace(String key, String etag, Record value) {
        return write(key, Codec.write(value), etag);
    }

    /** Writes a record whatever stood there. */
    public void put(String key, Record value) {
        s3.putObject(request(key).build(), RequestBody.fromString(Codec.write(value)));
    }

    /**
     * Changes a record by compare-and-swap, from a fresh read as often as others come between.
     *
     * @param change from what is there to what shall be there; returning what it was given, or nothing, writes nothing
     * @return what stands there in the end; empty when there was nothing and nothing was to be written
     */
    public <T extends Record> Optional<T> update(String key, Class<T> type, Function<Optional<T>, Optional<T>> change) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<Versioned<T>> current = read(key, type);
            Optional<T> before = current.map(Versioned::value);
            Optional<T> after = change.apply(before);
            if (after.isEmpty() || after.equals(before)) {
                return before;
            }
            boolean written =
                    current.isPresent() ? replace(key, current.get().etag(), after.get()) : create(key, after.get());
            if (written) {
                return after;
            }
            pause(attempt);
        }
        throw new IllegalStateException("failed to update " + key + ": others changed it " + MOST_ATTEMPTS + " times");
    }

    /** Lists the keys under a prefix, in the order of S3. */
    public Stream<String> keys(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix)).contents().stream()
                .map(S3Object::key);
    }

    private boolean write(String key, String json, @Nullable String etag) {
        PutObjectRequest.Builder request = request(key);
        PutObjectRequest conditional = (etag == null ? request.ifNoneMatch("*") : request.ifMatch(etag)).build();
        try {
            s3.putObject(conditional, RequestBody.fromString(json));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() != CONFLICT && e.statusCode() != PRECONDITION_FAILED) {
                throw e;
            }
            return stands(key, json);
        } catch (SdkClientException e) {
            if (stands(key, json)) {
                return true;
            }
            throw e;
        }
    }

    private boolean stands(String key, String json) {
        return readText(key).filter(text -> text.value().equals(json)).isPresent();
    }

    private Optional<Text> readText(String key) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(request -> request.bucket(name).key(key));
            return Optional.of(new Text(
                    object.asString(StandardCharsets.UTF_8), object.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private PutObjectRequest.Builder request(String key) {
        return PutObjectRequest.builder().bucket(name).key(key).contentType("application/json");
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 10L << Math.min(attempt, 6)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another writer", e);
        }
    }

    /** Keys of one folder without its prefix and ending, such as the numbers of versions. */
    public List<String> names(String prefix, String ending) {
        return keys(prefix)
                .filter(key -> key.endsWith(ending))
                .map(key -> key.substring(prefix.length(), key.length() - ending.length()))
                .toList();
    }

    private record Text(String value, String etag) {}
}

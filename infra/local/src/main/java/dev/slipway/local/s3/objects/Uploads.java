package dev.slipway.local.s3.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.front.AwsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The multipart uploads of a bucket: a folder each, with a file per part that is named by its number and MD5. They
 * survive a restart, as every part was answered with its ETag.
 */
public final class Uploads {
    private static final String RECORD = "upload.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path incoming;
    private final Clock clock;

    Uploads(Path folder, Path incoming, Clock clock) {
        this.folder = folder;
        this.incoming = incoming;
        this.clock = clock;
    }

    /** Begins an upload and returns its id. */
    public String begin(String key, ObjectMetadata metadata) throws IOException {
        String id = UUID.randomUUID().toString();
        String json = JSON.createObjectNode()
                .put("key", key)
                .put("initiated", clock.instant().toString())
                .set("metadata", ObjectFile.toJson(metadata))
                .toString();
        Path upload = Files.createDirectory(incoming.resolve(id));
        try {
            Files.writeString(upload.resolve(RECORD), json, StandardCharsets.UTF_8);
            Files.move(upload, folder.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Trees.delete(upload);
            throw e;
        }
        return id;
    }

    /** Lists the uploads. */
    public List<Upload> list() throws IOException {
        List<Upload> uploads = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path upload : (Iterable<Path>) folders::iterator) {
                uploads.add(read(String.valueOf(upload.getFileName())));
            }
        }
        uploads.sort(Comparator.comparing(Upload::key, KeyOrder.INSTANCE).thenComparing(Upload::initiated));
        return uploads;
    }

    /** Stores a part in the place of an earlier one with its number, and returns it. */
    public Part put(String id, String key, int number, InputStream in) throws IOException {
        Path upload = existing(id, key);
        try (Staged staged = Staged.copy(incoming, in)) {
            staged.channel().force(false);
            Part part = new Part(number, staged.size(), staged.md5Hex(), clock.instant());
            Files.move(staged.file(), upload.resolve(part.fileName()), StandardCopyOption.ATOMIC_MOVE);
            return part;
        }
    }

    /** Lists the parts of an upload by number; none where there is no such upload. */
    public List<Part> parts(String id) throws IOException {
        Map<Integer, Part> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder(id))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = String.valueOf(file.getFileName());
                int dash = name.indexOf('-');
                if (dash > 0) {
                    int number = Integer.parseInt(name.substring(0, dash));
                    Instant time = Files.getLastModifiedTime(file).toInstant();
                    Part part = new Part(number, Files.size(file), name.substring(dash + 1), time);
                    // Of two with one number the later counts, as the answer to it was the last that the client got.
                    parts.merge(number, part, (a, b) -> a.lastModified().isAfter(b.lastModified()) ? a : b);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return List.copyOf(parts.values());
    }

    /** Publishes some parts as one object and forgets the upload. */
    public StoredObject complete(
            Bucket bucket,
            String id,
            String key,
            List<Integer> numbers,
            Condition condition,
            Bucket.CreationNotice notice)
            throws IOException {
        Path upload = existing(id, key);
        Map<Integer, Part> parts = new TreeMap<>();
        parts(id).forEach(part -> parts.put(part.number(), part));
        var digest = Staged.md5();
        List<Path> files = new ArrayList<>();
        for (Integer number : numbers) {
            Part part = parts.get(number);
            if (part == null) {
                throw new AwsException(400, "InvalidPart", "One or more of the specified parts could not be found.");
            }
            digest.update(HexFormat.of().parseHex(part.md5Hex()));
            files.add(upload.resolve(part.fileName()));
        }
        String etag = HexFormat.of().formatHex(digest.digest()) + "-" + numbers.size();
        try (Staged staged = Staged.join(incoming, files)) {
            StoredObject object = bucket.publish(key, staged, etag, read(id).metadata(), condition, notice);
            remove(id, key);
            return object;
        }
    }

    /** Forgets an upload and its parts. */
    public void remove(String id, String key) throws IOException {
        // Moved first: a half-deleted upload must not be one that can be completed.
        Path gone = incoming.resolve("gone-" + UUID.randomUUID());
        Files.move(existing(id, key), gone, StandardCopyOption.ATOMIC_MOVE);
        Trees.delete(gone);
    }

    private Path existing(String id, String key) throws IOException {
        if (!read(id).key().equals(key)) {
            throw noSuchUpload();
        }
        return folder(id);
    }

    private Upload read(String id) throws IOException {
        try {
            JsonNode node = JSON.readTree(Files.readString(folder(id).resolve(RECORD)));
            return new Upload(
                    id,
                    node.required("key").asText(),
                    Instant.parse(node.required("initiated").asText()),
                    ObjectFile.metadata(node.required("metadata")));
        } catch (NoSuchFileException e) {
            throw noSuchUpload();
        }
    }

    private Path folder(String id) {
        // An id comes from the client; only one that we made may name a folder.
        if (!id.matches("[0-9a-f-]{36}")) {
            throw noSuchUpload();
        }
        return folder.resolve(id);
    }

    private static AwsException noSuchUpload() {
        return new AwsException(
                404,
                "NoSuchUpload",
                "The specified multipart upload does not exist. The upload ID might be invalid,"
                        + " or the multipart upload might have been aborted or completed.");
    }

    /** An upload that has begun. */
    public record Upload(String id, String key, Instant initiated, ObjectMetadata metadata) {}

    /** A part that has arrived. */
    public record Part(int number, long size, String md5Hex, Instant lastModified) {

        String fileName() {
            return number + "-" + md5Hex;
        }
    }
}

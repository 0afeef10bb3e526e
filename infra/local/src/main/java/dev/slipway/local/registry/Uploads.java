package dev.slipway.local.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Uploads under way, each a growing file and a digest that runs along, so that no blob is ever held in memory. An
 * upload outlives a restart: its digest is then taken up from the file.
 */
final class Uploads {
    private static final int BUFFER = 1 << 16;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Path folder;
    private final Map<String, Upload> open = new ConcurrentHashMap<>();

    Uploads(Path root) throws IOException {
        this.folder = Files.createDirectories(root.resolve("uploads"));
    }

    Upload start() throws IOException {
        // UUID.randomUUID draws from SecureRandom: the id is what lets a client go on with an upload.
        String id = UUID.randomUUID().toString();
        Upload upload = new Upload(id, Files.createFile(folder.resolve(id)));
        open.put(id, upload);
        return upload;
    }

    Upload find(String id) throws IOException {
        return resume(id).orElseThrow(() -> new RegistryRefusal(404, "BLOB_UPLOAD_UNKNOWN", "no such upload: " + id));
    }

    private Optional<Upload> resume(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        Upload known = open.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Path left = folder.resolve(id);
        if (!Files.isRegularFile(left)) {
            return Optional.empty();
        }
        Upload taken = new Upload(id, left);
        taken.digestWhatIsThere();
        Upload raced = open.putIfAbsent(id, taken);
        return Optional.of(raced == null ? taken : raced);
    }

    /** One upload; a client sends its chunks one after the other. */
    final class Upload {
        private final String id;
        private final Path file;
        private final MessageDigest running = Digest.start();
        private long size;

        private Upload(String id, Path file) {
            this.id = id;
            this.file = file;
        }

        String id() {
            return id;
        }

        synchronized long size() {
            return size;
        }

        private synchronized void digestWhatIsThere() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                pump(in, OutputStream.nullOutputStream());
            }
        }

        synchronized void append(InputStream content) throws IOException {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                pump(content, out);
            } catch (IOException broken) {
                // The client may go on from the size it is told, so the file ends where the digest does.
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(size);
                }
                throw broken;
            }
        }

        private void pump(InputStream from, OutputStream to) throws IOException {
            byte[] buffer = new byte[BUFFER];
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                to.write(buffer, 0, n);
                running.update(buffer, 0, n);
                size += n;
            }
        }

        /** Moves the file among the blobs if its content is what the client says. */
        synchronized void commit(Digest expected, BlobStore blobs) throws IOException {
            Digest actual = Digest.finish(running);
            open.remove(id);
            if (!actual.equals(expected)) {
                Files.deleteIfExists(file);
                throw new RegistryRefusal(
                        400, "DIGEST_INVALID", "the content has digest %s, not %s".formatted(actual, expected));
            }
            blobs.adopt(file, actual);
        }

        synchronized void abort() throws IOException {
            open.remove(id);
            Files.deleteIfExists(file);
        }
    }
}

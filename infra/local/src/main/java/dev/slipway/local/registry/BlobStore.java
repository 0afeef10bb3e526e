package dev.slipway.local.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Content-addressed files. A file under its digest is complete and has that digest: it only ever arrives by a move. */
final class BlobStore {
    private final Path blobs;

    BlobStore(Path root) throws IOException {
        this.blobs = Files.createDirectories(root.resolve("blobs").resolve("sha256"));
    }

    /** Where the content with a digest is or would be. */
    Path path(Digest digest) {
        return blobs.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    boolean has(Digest digest) {
        return Files.isRegularFile(path(digest));
    }

    /** Takes over a finished file whose digest the caller has computed. */
    void adopt(Path finished, Digest digest) throws IOException {
        Path place = path(digest);
        Files.createDirectories(place.getParent());
        Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void remove(Digest digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }
}

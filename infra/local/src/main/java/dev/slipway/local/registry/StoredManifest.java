package dev.slipway.local.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A manifest or an index as it was pushed.
 *
 * @param mediaType the Content-Type it was pushed with
 * @param size bytes of the manifest itself
 * @param file where its very bytes are
 */
public record StoredManifest(Digest digest, String mediaType, long size, Instant pushedAt, Path file) {

    /** Reads the manifest; its UTF-8 bytes have the digest. */
    public String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read manifest " + digest, e);
        }
    }
}

package dev.slipway.local.lambda.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where images come from: the store of the local registry. */
public interface BlobSource {

    /**
     * A manifest as it was pushed.
     *
     * @param digest {@code sha256:} and 64 hexadecimal digits of the JSON's bytes
     */
    record Manifest(String mediaType, String digest, String json) {}

    /** Finds a manifest or an index by tag or digest. */
    Optional<Manifest> manifest(String repository, String reference) throws IOException;

    /** Opens a blob; the reader checks its digest. */
    InputStream blob(String repository, String digest) throws IOException;
}

package dev.slipway.local;

import dev.slipway.local.lambda.image.BlobSource;
import dev.slipway.local.registry.Digest;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RegistryRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Lets Lambda read images from the registry's store, without the way over HTTP. */
final class RegistryImages implements BlobSource {
    private final ImageStore store;

    RegistryImages(ImageStore store) {
        this.store = store;
    }

    @Override
    public Optional<Manifest> manifest(String repository, String reference) throws IOException {
        try {
            return store.manifest(repository, reference)
                    .map(stored ->
                            new Manifest(stored.mediaType(), stored.digest().toString(), stored.text()));
        } catch (RegistryRefusal noRepository) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream blob(String repository, String digest) throws IOException {
        Path file = store.blob(repository, Digest.parse(digest))
                .orElseThrow(() -> new IOException("the registry has no blob " + digest));
        return Files.newInputStream(file);
    }
}

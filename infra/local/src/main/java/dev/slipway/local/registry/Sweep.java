package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes blobs that no manifest names any more. Done when the store is opened, before there are clients: one that has
 * just been told that a blob is there must still find it when it pushes the manifest.
 */
final class Sweep {
    /** A push that a restart interrupted may go on with what it has uploaded. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final Path due;
    private final Path blobs;

    Sweep(Path root) {
        this.due = root.resolve("sweep");
        this.blobs = root.resolve("blobs");
    }

    /** Notes that a manifest was removed, so that the next opening has something to look for. */
    void request() throws IOException {
        WholeFile.write(due, new byte[0]);
    }

    void run(Collection<Repository> repositories, Instant now) throws IOException {
        if (!Files.exists(due)) {
            return;
        }
        Set<String> used = new HashSet<>();
        for (Repository repository : repositories) {
            Set<Digest> named = named(repository);
            repository.unlinkAllBut(named, now.minus(GRACE));
            repository.linked().forEach(digest -> used.add(digest.hex()));
            repository
                    .manifests()
                    .forEach(manifest -> used.add(manifest.digest().hex()));
        }
        for (Path file : files()) {
            if (!used.contains(file.getFileName().toString()) && isOlder(file, now.minus(GRACE))) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(due);
    }

    private static Set<Digest> named(Repository repository) throws IOException {
        Set<Digest> named = new HashSet<>();
        for (StoredManifest manifest : repository.manifests()) {
            named.addAll(
                    ManifestContent.parse(manifest.mediaType(), manifest.text().getBytes(UTF_8))
                            .blobs());
        }
        return named;
    }

    static boolean isOlder(Path file, Instant than) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(than);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(blobs)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

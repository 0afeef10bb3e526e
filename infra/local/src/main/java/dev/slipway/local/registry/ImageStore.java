package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The images of the local registry, for those who need not go over HTTP: ECR's calls, and Lambda when it unpacks an
 * image. Everything is on disk the moment a method returns. Safe for use by many threads.
 */
public final class ImageStore {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

    private final Path root;
    private final Clock clock;
    private final BlobStore blobs;
    private final Uploads uploads;
    private final Sweep sweep;
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();

    /** Opens the store in a folder, creating it when new. */
    public ImageStore(Path root, Clock clock) throws IOException {
        this.root = Files.createDirectories(root.resolve("repositories"));
        this.clock = clock;
        this.blobs = new BlobStore(root);
        this.uploads = new Uploads(root);
        this.sweep = new Sweep(root);
        try (Stream<Path> all = Files.walk(this.root)) {
            all.filter(file -> file.endsWith(Repository.SETTINGS))
                    .map(Path::getParent)
                    .forEach(folder ->
                            repositories.put(this.root.relativize(folder).toString(), new Repository(folder, blobs)));
        }
        sweep.run(repositories.values(), clock.instant());
    }

    /** Creates a repository and tells whether it is new. */
    public boolean createRepository(String name, TagMutability mutability) {
        if (!NAME.matcher(name).matches() || name.length() > 256) {
            throw new RegistryRefusal(400, "NAME_INVALID", "invalid repository name: " + name);
        }
        synchronized (repositories) {
            if (repositories.containsKey(name)) {
                return false;
            }
            return attempt("create repository " + name, () -> {
                repositories.put(name, Repository.create(root.resolve(name), blobs, mutability, clock.instant()));
                return true;
            });
        }
    }

    /** Lists the repositories by name. */
    public SortedMap<String, RepositorySettings> repositories() {
        SortedMap<String, RepositorySettings> all = new TreeMap<>();
        repositories.forEach((name, repository) ->
                all.put(name, attempt("read repository " + name, () -> repository.settings(name))));
        return all;
    }

    /** Finds a manifest by tag or digest; a reference that is neither is simply not there. */
    public Optional<StoredManifest> manifest(String name, String reference) {
        Repository repository = repository(name);
        return attempt("read manifest " + reference, () -> {
            Optional<Digest> digest = resolve(repository, reference);
            return digest.isEmpty() ? Optional.empty() : repository.manifest(digest.get());
        });
    }

    /** Lists all manifests of a repository, tagged or not. */
    public List<StoredManifest> manifests(String name) {
        Repository repository = repository(name);
        return attempt("list manifests of " + name, repository::manifests);
    }

    /** Lists the tags of a repository with what they name. */
    public SortedMap<String, Digest> tags(String name) {
        Repository repository = repository(name);
        return attempt("list tags of " + name, repository::tags);
    }

    /** Finds the file of a blob that the repository has. */
    public Optional<Path> blob(String name, Digest digest) {
        return repository(name).hasBlob(digest) ? Optional.of(blobs.path(digest)) : Optional.empty();
    }

    /** Stores a manifest once all that it names is there, and moves its tag if the repository lets it move. */
    public StoredManifest putManifest(String name, String reference, String contentType, byte[] body) {
        Repository repository = repository(name);
        ManifestContent content = ManifestContent.parse(contentType, body);
        Digest digest = Digest.of(body);
        return attempt("store manifest " + digest, () -> {
            requireParts(repository, content);
            // Two pushes of one tag at once: the second must see the first.
            synchronized (repository) {
                Optional<String> tag = acceptedTag(repository, name, reference, digest);
                Path staged = Files.createTempFile(root, ".manifest", ".tmp");
                Files.write(staged, body);
                blobs.adopt(staged, digest);
                repository.putManifest(digest, content.mediaType(), body.length, clock.instant());
                if (tag.isPresent()) {
                    repository.tag(tag.get(), digest);
                }
                return repository.manifest(digest).orElseThrow();
            }
        });
    }

    private static void requireParts(Repository repository, ManifestContent content) throws IOException {
        for (Digest blob : content.blobs()) {
            if (!repository.hasBlob(blob)) {
                throw new RegistryRefusal(400, "MANIFEST_BLOB_UNKNOWN", "blob %s was not pushed".formatted(blob));
            }
        }
        for (Digest manifest : content.manifests()) {
            if (repository.manifest(manifest).isEmpty()) {
                throw new RegistryRefusal(
                        400, "MANIFEST_BLOB_UNKNOWN", "manifest %s was not pushed".formatted(manifest));
            }
        }
    }

    private static Optional<String> acceptedTag(Repository repository, String name, String reference, Digest digest)
            throws IOException {
        if (Digest.looksLikeOne(reference)) {
            if (!reference.equals(digest.toString())) {
                throw new RegistryRefusal(400, "DIGEST_INVALID", "the manifest has digest " + digest);
            }
            return Optional.empty();
        }
        if (!TAG.matcher(reference).matches()) {
            throw new RegistryRefusal(400, "TAG_INVALID", "invalid tag: " + reference);
        }
        Optional<Digest> there = repository.tagged(reference);
        boolean moves = there.isPresent() && !there.get().equals(digest);
        if (moves && !repository.settings(name).mutability().mayMove(reference)) {
            throw new RegistryRefusal(
                    400,
                    "TAG_INVALID",
                    "The image tag '%s' already exists in the '%s' repository and cannot be overwritten because the tag is immutable."
                            .formatted(reference, name));
        }
        return Optional.of(reference);
    }

    /** Removes a manifest with its tags. Blobs that nothing names any more go when the store is next opened. */
    public boolean removeManifest(String name, Digest digest) {
        Repository repository = repository(name);
        return attempt("remove manifest " + digest, () -> {
            synchronized (repository) {
                sweep.request();
                return repository.removeManifest(digest);
            }
        });
    }

    /** Removes a tag, and the manifest too when it was its last one, as ECR does. */
    public boolean untag(String name, String tag) {
        Repository repository = repository(name);
        return attempt("remove tag " + tag, () -> {
            synchronized (repository) {
                Optional<Digest> digest = repository.tagged(tag);
                if (digest.isEmpty()) {
                    return false;
                }
                repository.untag(tag);
                if (!repository.tags().containsValue(digest.get())) {
                    sweep.request();
                    repository.removeManifest(digest.get());
                }
                return true;
            }
        });
    }

    boolean unlinkBlob(String name, Digest digest) {
        Repository repository = repository(name);
        return attempt("remove blob " + digest, () -> repository.unlinkBlob(digest));
    }

    /** Finds the manifests whose subject is the given one, with what they say of themselves. */
    Map<StoredManifest, ManifestContent> referrers(String name, Digest subject) {
        Map<StoredManifest, ManifestContent> found = new LinkedHashMap<>();
        for (StoredManifest stored : manifests(name)) {
            ManifestContent content =
                    ManifestContent.parse(stored.mediaType(), stored.text().getBytes(UTF_8));
            if (content.subject().filter(subject::equals).isPresent()) {
                found.put(stored, content);
            }
        }
        return found;
    }

    Uploads uploads() {
        return uploads;
    }

    void commit(String name, Uploads.Upload upload, Digest expected) throws IOException {
        Repository repository = repository(name);
        upload.commit(expected, blobs);
        repository.linkBlob(expected);
    }

    /** Links a blob of another repository and tells whether it was there. */
    boolean mount(String name, String from, Digest digest) throws IOException {
        Repository source = repositories.get(from);
        if (source == null || !source.hasBlob(digest)) {
            return false;
        }
        repository(name).linkBlob(digest);
        return true;
    }

    Repository repository(String name) {
        Repository repository = repositories.get(name);
        if (repository == null) {
            throw RegistryRefusal.nameUnknown(name);
        }
        return repository;
    }

    private static Optional<Digest> resolve(Repository repository, String reference) throws IOException {
        if (!Digest.looksLikeOne(reference)) {
            return TAG.matcher(reference).matches() ? repository.tagged(reference) : Optional.empty();
        }
        try {
            return Optional.of(Digest.parse(reference));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private interface Disk<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(String action, Disk<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to " + action, e);
        }
    }
}

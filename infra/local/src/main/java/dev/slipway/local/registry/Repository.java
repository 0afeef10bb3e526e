package dev.slipway.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One repository on disk: its settings, the blobs it links, its manifests and its tags. Small files, one a fact. */
final class Repository {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String SETTINGS = "_repository.json";

    private final Path folder;
    private final BlobStore blobs;

    Repository(Path folder, BlobStore blobs) {
        this.folder = folder;
        this.blobs = blobs;
    }

    static Repository create(Path folder, BlobStore blobs, TagMutability mutability, Instant now) throws IOException {
        ObjectNode settings = JSON.createObjectNode();
        settings.put("createdAt", now.toString());
        settings.put("mutability", mutability.mode().name());
        mutability.exclusions().forEach(settings.putArray("exclusions")::add);
        WholeFile.write(folder.resolve(SETTINGS), JSON.writeValueAsBytes(settings));
        return new Repository(folder, blobs);
    }

    RepositorySettings settings(String name) throws IOException {
        JsonNode settings = JSON.readTree(folder.resolve(SETTINGS).toFile());
        List<String> exclusions = new ArrayList<>();
        settings.path("exclusions").forEach(filter -> exclusions.add(filter.asText()));
        return new RepositorySettings(
                name,
                Instant.parse(settings.path("createdAt").asText()),
                new TagMutability(
                        TagMutability.Mode.valueOf(settings.path("mutability").asText()), exclusions));
    }

    boolean hasBlob(Digest digest) {
        return Files.exists(link(digest)) && blobs.has(digest);
    }

    void linkBlob(Digest digest) throws IOException {
        WholeFile.write(link(digest), new byte[0]);
    }

    boolean unlinkBlob(Digest digest) throws IOException {
        return Files.deleteIfExists(link(digest));
    }

    /** The blobs that this repository has. */
    List<Digest> linked() throws IOException {
        return names("_blobs").stream().map(Digest::new).toList();
    }

    void unlinkAllBut(Set<Digest> kept, Instant before) throws IOException {
        for (Digest digest : linked()) {
            if (!kept.contains(digest) && Sweep.isOlder(link(digest), before)) {
                unlinkBlob(digest);
            }
        }
    }

    Optional<StoredManifest> manifest(Digest digest) throws IOException {
        Path record = record(digest);
        if (!Files.exists(record)) {
            return Optional.empty();
        }
        JsonNode json = JSON.readTree(record.toFile());
        return Optional.of(new StoredManifest(
                digest,
                json.path("mediaType").asText(),
                json.path("size").asLong(),
                Instant.parse(json.path("pushedAt").asText()),
                blobs.path(digest)));
    }

    void putManifest(Digest digest, String mediaType, long size, Instant now) throws IOException {
        if (Files.exists(record(digest))) {
            return;
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("mediaType", mediaType).put("size", size).put("pushedAt", now.toString());
        WholeFile.write(record(digest), JSON.writeValueAsBytes(json));
    }

    /** Removes a manifest and the tags that name it. */
    boolean removeManifest(Digest digest) throws IOException {
        for (var tag : tags().entrySet()) {
            if (tag.getValue().equals(digest)) {
                untag(tag.getKey());
            }
        }
        return Files.deleteIfExists(record(digest));
    }

    List<StoredManifest> manifests() throws IOException {
        List<StoredManifest> found = new ArrayList<>();
        for (String name : names("_manifests")) {
            manifest(new Digest(name)).ifPresent(found::add);
        }
        return found;
    }

    Optional<Digest> tagged(String tag) throws IOException {
        Path file = folder.resolve("_tags").resolve(tag);
        return Files.exists(file) ? Optional.of(Digest.parse(Files.readString(file))) : Optional.empty();
    }

    void tag(String tag, Digest digest) throws IOException {
        WholeFile.write(folder.resolve("_tags").resolve(tag), digest.toString().getBytes(UTF_8));
    }

    boolean untag(String tag) throws IOException {
        return Files.deleteIfExists(folder.resolve("_tags").resolve(tag));
    }

    SortedMap<String, Digest> tags() throws IOException {
        SortedMap<String, Digest> tags = new TreeMap<>();
        for (String tag : names("_tags")) {
            Optional<Digest> digest = tagged(tag);
            digest.ifPresent(value -> tags.put(tag, value));
        }
        return tags;
    }

    private List<String> names(String kind) throws IOException {
        Path place = folder.resolve(kind);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .map(name -> kind.equals("_manifests") ? name.substring(0, name.length() - ".json".length()) : name)
                    .sorted()
                    .toList();
        }
    }

    private Path link(Digest digest) {
        return folder.resolve("_blobs").resolve(digest.hex());
    }

    private Path record(Digest digest) {
        return folder.resolve("_manifests").resolve(digest.hex() + ".json");
    }
}

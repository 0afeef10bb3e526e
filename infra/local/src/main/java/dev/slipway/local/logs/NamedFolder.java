package dev.slipway.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for a group or stream of any name. The folder's own name is harmless on every file system; the real one
 * stands in a file inside.
 */
record NamedFolder(String name, long creationTime) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "name.json";

    static NamedFolder read(Path folder) throws IOException {
        JsonNode node = JSON.readTree(folder.resolve(FILE).toFile());
        return new NamedFolder(
                node.required("name").asText(), node.required("creationTime").asLong());
    }

    /** Returns the folders of this kind in another, leaving out those that a kill left without a name. */
    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> Files.exists(each.resolve(FILE))).toList();
        }
    }

    static Path create(Path parent, String name, long now) throws IOException {
        Path folder = parent.resolve(harmless(name));
        Files.createDirectories(folder);
        byte[] content =
                JSON.writeValueAsBytes(JSON.createObjectNode().put("name", name).put("creationTime", now));
        WholeFile.write(folder.resolve(FILE), content);
        return folder;
    }

    static void remove(Path folder) throws IOException {
        WholeFile.removeTree(folder);
    }

    private static String harmless(String name) {
        String readable = name.replaceAll("[^A-Za-z0-9_-]", "-");
        String start = readable.substring(0, Math.min(readable.length(), 60));
        return start + "-" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

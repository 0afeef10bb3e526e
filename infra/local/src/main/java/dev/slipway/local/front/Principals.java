package dev.slipway.local.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The principals of this local cloud, each with random credentials of its own that stay the same across restarts. One
 * file per principal, which only its owner may read. Safe for use by several threads.
 */
public final class Principals {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Principal> byName = new ConcurrentHashMap<>();

    /** Opens the store under a folder, which is made where it is missing, and reads the principals in it. */
    public Principals(Path folder) {
        this.folder = folder;
        try {
            createPrivateFolder();
            for (Path file : files()) {
                Principal principal = read(file);
                byName.put(principal.name(), principal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the credentials: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the principal of this name, made with new credentials where there is none yet. A changed ARN keeps the
     * credentials.
     *
     * @param name letters, digits, dots, dashes and underscores
     */
    public synchronized Principal ensure(String name, String arn) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("principal name must be letters, digits, dots and dashes: " + name);
        }
        Principal known = byName.get(name);
        if (known != null && known.arn().equals(arn)) {
            return known;
        }
        Principal principal = known == null
                ? new Principal(name, arn, accessKeyId(arn), secret())
                : new Principal(name, arn, known.accessKeyId(), known.secretAccessKey());
        try {
            write(principal);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to store the credentials of " + name + ": " + e.getMessage(), e);
        }
        byName.put(name, principal);
        return principal;
    }

    /** Returns the principal that signs with this access key id. */
    public Optional<Principal> find(String accessKeyId) {
        return byName.values().stream()
                .filter(principal -> principal.accessKeyId().equals(accessKeyId))
                .findFirst();
    }

    /** Returns every principal. */
    public Collection<Principal> all() {
        return List.copyOf(byName.values());
    }

    private String accessKeyId(String arn) {
        // AWS's own prefixes: AKIA for a user's key, ASIA for the temporary one of a role's session.
        StringBuilder id = new StringBuilder(arn.contains(":assumed-role/") ? "ASIA" : "AKIA");
        for (int i = 0; i < 16; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    private String secret() {
        byte[] bytes = new byte[30];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void createPrivateFolder() throws IOException {
        Files.createDirectories(folder);
        if (posix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .toList();
        }
    }

    private Principal read(Path file) throws IOException {
        JsonNode node = json.readTree(file.toFile());
        return new Principal(
                node.required("name").asText(),
                node.required("arn").asText(),
                node.required("accessKeyId").asText(),
                node.required("secretAccessKey").asText());
    }

    private void write(Principal principal) throws IOException {
        String text = json.createObjectNode()
                .put("name", principal.name())
                .put("arn", principal.arn())
                .put("accessKeyId", principal.accessKeyId())
                .put("secretAccessKey", principal.secretAccessKey())
                .toPrettyString();
        // The mode is given at creation: set afterwards, the secret would be readable for a moment.
        Path temporary = Files.createTempFile(folder, principal.name(), ".tmp", ownerOnly());
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(temporary, folder.resolve(principal.name() + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean posix() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }
}

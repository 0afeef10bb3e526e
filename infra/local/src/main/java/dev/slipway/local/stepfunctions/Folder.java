package dev.slipway.local.stepfunctions;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state folder: {@code machines/<name>.json}, {@code definitions/<sha256>.json} and {@code executions/of-<machine>/}.
 * A record is always whole on disk.
 */
final class Folder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";

    private final Path root;

    Folder(Path root) {
        this.root = root;
        create(root.resolve("machines"));
        create(root.resolve("definitions"));
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to create " + folder + ": " + e.getMessage(), e);
        }
    }

    List<StateMachine> machines() {
        try (Stream<Path> files = Files.list(root.resolve("machines"))) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(Folder::machine)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read the state machines: " + e.getMessage(), e);
        }
    }

    private static StateMachine machine(Path file) {
        try {
            return JSON.readValue(file.toFile(), StateMachine.class);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read " + file + ": " + e.getMessage(), e);
        }
    }

    void save(StateMachine machine) {
        try {
            write(machineFile(machine.name()), JSON.writeValueAsString(machine));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to save " + machine.name() + ": " + e.getMessage(), e);
        }
    }

    /** Removes a state machine with its executions. */
    void remove(StateMachine machine) {
        try {
            Files.deleteIfExists(machineFile(machine.name()));
            WholeFile.removeTree(executionsFolder(machine.name()));
        } catch (IOException e) {
            throw new UncheckedIOException("failed to delete " + machine.name() + ": " + e.getMessage(), e);
        }
    }

    private Path machineFile(String name) {
        return root.resolve("machines").resolve(name + SUFFIX);
    }

    /** Keeps a definition under the hash of its text, for as long as an execution may ask for it. */
    String keep(String definition) {
        String hash = hash(definition);
        Path file = root.resolve("definitions").resolve(hash + SUFFIX);
        if (!Files.exists(file)) {
            try {
                write(file, definition);
            } catch (IOException e) {
                throw new UncheckedIOException("failed to save a definition: " + e.getMessage(), e);
            }
        }
        return hash;
    }

    Optional<String> definition(String hash) {
        try {
            return Optional.of(Files.readString(root.resolve("definitions").resolve(hash + SUFFIX)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to read a definition: " + e.getMessage(), e);
        }
    }

    /** Returns the folder of a state machine's executions, which is there. */
    Path executions(String machine) {
        return create(executionsFolder(machine));
    }

    // With a prefix, so that a state machine may be called "..".
    private Path executionsFolder(String machine) {
        return root.resolve("executions").resolve("of-" + machine);
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records of builds on disk, and for a running one which process is its shell. */
final class BuildStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(BuildStore.class);
    private final Path folder;

    BuildStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Keeps a build as it is now. Once it has begun, a disk that is full for a time does not end it. */
    void save(Build build, ObjectNode json) {
        Path file = folder.resolve(build.uuid() + ".json");
        try {
            WholeFile.write(file, JSON.writeValueAsBytes(json));
        } catch (IOException e) {
            if (!Files.exists(file)) {
                throw new UncheckedIOException("failed to store build " + build.id() + ": " + e.getMessage(), e);
            }
            LOG.warn("failed to store build {}: {}", build.id(), e.toString());
        }
    }

    List<ObjectNode> load() throws IOException {
        List<ObjectNode> builds = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                builds.add((ObjectNode) JSON.readTree(file.toFile()));
            }
        }
        return builds;
    }

    /** Remembers the shell of a build: its number alone may be another's after a restart. */
    void saveShell(Build build, ProcessHandle shell) throws IOException {
        String text = shell.pid() + " " + shell.info().startInstant().orElse(Instant.EPOCH);
        WholeFile.write(folder.resolve(build.uuid() + ".shell"), text.getBytes(UTF_8));
    }

    void forgetShell(Build build) throws IOException {
        Files.deleteIfExists(folder.resolve(build.uuid() + ".shell"));
    }

    /** Finds the shell of a build if it still runs. */
    Optional<ProcessHandle> shell(Build build) throws IOException {
        Path file = folder.resolve(build.uuid() + ".shell");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String[] parts = Files.readString(file).split(" ", 2);
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(process -> process.info()
                        .startInstant()
                        .filter(start -> start.toString().equals(parts[1]))
                        .isPresent());
    }
}

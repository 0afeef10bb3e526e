package dev.slipway.steps.buildkit;

import dev.slipway.events.Stage;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.steps.handler.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The folders of one build; gone when it is closed. */
final class Workspace implements AutoCloseable {
    private final Path root;

    private Workspace(Path root) {
        this.root = root;
    }

    static Workspace create(Map<String, String> environment) throws IOException {
        Path parent = Path.of(environment.getOrDefault("TMPDIR", "/tmp"));
        Path root = Files.createTempDirectory(parent, "slipway-build-");
        Files.createDirectory(root.resolve("source"));
        Files.createDirectory(root.resolve("scratch"));
        return new Workspace(root);
    }

    Path source() {
        return root.resolve("source");
    }

    Path scratch() {
        return root.resolve("scratch");
    }

    /** Returns the folder of the build context, which is a real one inside the source. */
    Path context(BuildPlan plan) {
        return inside(plan.context());
    }

    /**
     * Returns the Dockerfile: the source's own, or the generated one, written beside the source together with its ignore
     * file, which BuildKit looks for under the Dockerfile's name.
     */
    Path dockerfile(BuildPlan plan) throws IOException {
        if (plan.dockerfile() != null) {
            Path own = inside(plan.context()).resolve(plan.dockerfile()).normalize();
            if (!own.startsWith(source()) || !Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS)) {
                throw missing(plan.dockerfile());
            }
            return own;
        }
        Path generated = scratch().resolve("Dockerfile");
        Files.writeString(generated, Objects.requireNonNull(plan.generatedDockerfile(), "generatedDockerfile"));
        if (plan.generatedIgnore() != null) {
            Files.writeString(scratch().resolve("Dockerfile.dockerignore"), plan.generatedIgnore());
        }
        return generated;
    }

    private Path inside(String folder) {
        Path path = source().resolve(folder).normalize();
        try {
            if (path.startsWith(source()) && path.toRealPath().startsWith(source().toRealPath())) {
                return path;
            }
        } catch (IOException e) {
            throw missing(folder);
        }
        throw missing(folder);
    }

    private static StepException missing(String path) {
        return new StepException(
                Stage.BUILDKIT, "the source has no " + path, "check [build] in slipway.toml, and what is ignored");
    }

    static void writePrivately(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(Workspace::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to remove " + root, e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to remove " + path, e);
        }
    }
}

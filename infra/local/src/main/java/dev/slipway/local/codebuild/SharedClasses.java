package dev.slipway.local.codebuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code java} for builds that starts faster from the second build on. The first notes which classes it loads; an
 * archive of them is then made beside everything else, and given to the JVMs of later builds of the same source. A JVM
 * that the archive does not fit goes without it.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
final class SharedClasses implements AutoCloseable {
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");
    private static final String COMMAND = """
            #!/usr/bin/env bash
            # The JVM of a build. Its classes come from an archive once there is one.
            if [[ -f %1$s ]]; then
              exec %2$s -XX:SharedArchiveFile=%1$s -Xshare:auto -Xlog:disable -Xlog:all=error:stderr "$@"
            fi
            printf '%%s\\n' "$@" >"$TMPDIR/java.arguments"
            exec %2$s -XX:DumpLoadedClassList="$TMPDIR/java.classes" "$@"
            """;

    private final Path folder;
    private final Path java;
    private Optional<Process> making = Optional.empty();

    /**
     * Opens the archives.
     *
     * @param java the JVM that builds run
     */
    SharedClasses(Path folder, Path java) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.java = java;
    }

    /** Returns the folder whose {@code java} is for builds of a source. */
    synchronized Path commands(String source) throws IOException {
        Path own = folder.resolve(source);
        Path bin = own.resolve("bin");
        Path command = bin.resolve("java");
        if (!Files.exists(command)) {
            forget();
            WholeFile.write(
                    command,
                    COMMAND.formatted(quoted(own.resolve("archive")), quoted(java))
                            .getBytes(UTF_8));
            Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        }
        return bin;
    }

    private void forget() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path old : all.toList()) {
                WholeFile.removeTree(old);
            }
        }
    }

    /**
     * Begins to make the archive of a source when a build has noted its classes, and none was made before.
     *
     * @param unpacked the source, at whose relative paths the archive is made
     * @param notes where the build's JVM left its notes
     */
    synchronized void learn(Path unpacked, Path notes) throws IOException {
        Path own = folder.resolve(unpacked.getFileName());
        Path classes = own.resolve("classes");
        if (Files.exists(classes) || !Files.exists(notes.resolve("java.classes")) || !Files.isDirectory(own)) {
            return;
        }
        Optional<String> classPath = classPath(Files.readAllLines(notes.resolve("java.arguments")));
        if (classPath.isEmpty()) {
            return;
        }
        Files.copy(notes.resolve("java.classes"), classes);
        Path part = own.resolve("archive.part");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.addAll(List.of(
                java.toString(),
                "-Xshare:dump",
                "-Xlog:disable",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + part,
                "-cp",
                classPath.get()));
        Process process = new ProcessBuilder(command)
                .directory(unpacked.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        making = Optional.of(process);
        Thread finisher = new Thread(() -> finish(process, part, own.resolve("archive")), "class archive");
        finisher.setDaemon(true);
        finisher.start();
    }

    private static void finish(Process process, Path part, Path archive) {
        try {
            if (process.waitFor() == 0) {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException gone) {
            // The source has changed meanwhile, and its archive with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> classPath(List<String> arguments) {
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (CLASS_PATH.contains(arguments.get(i))) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    @Override
    public synchronized void close() {
        making.ifPresent(Process::destroyForcibly);
    }
}

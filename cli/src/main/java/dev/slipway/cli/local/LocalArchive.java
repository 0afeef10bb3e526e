package dev.slipway.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * The archive of classes that a later start of the local cloud maps instead of loading.
 *
 * <p>A running cloud writes it when it is told to stop: by then it has loaded what it needs, and nobody waits for it.
 */
final class LocalArchive {
    private static final long TIMEOUT_SECONDS = 20;

    private final Path file;

    private LocalArchive(Path file) {
        this.file = file;
    }

    static LocalArchive of(Path home, String buildId) {
        return new LocalArchive(home.resolve("cds").resolve("local-" + buildId + "-" + Runtime.version() + ".jsa"));
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /** Returns the flag that uses the archive, or the one that lets it be made later. */
    String flag() {
        return exists() ? "-XX:SharedArchiveFile=" + file : "-XX:+RecordDynamicDumpInfo";
    }

    /** Makes the archive from a running process; without one the next start is slower, nothing worse. */
    void make(long pid) {
        Path making = file.resolveSibling(file.getFileName() + "." + pid);
        try {
            Files.createDirectories(file.getParent());
            Process dump = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "VM.cds",
                            "dynamic_dump",
                            making.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (dump.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0 && Files.exists(making)) {
                Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
            }
            dump.destroyForcibly();
            Files.deleteIfExists(making);
        } catch (IOException e) {
            // A JRE has no jcmd, and a full disk no room.
            making.toFile().deleteOnExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.slipway.cli.local;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The local cloud under one home folder.
 *
 * <p>A file lock makes two commands at once start one cloud. The cloud lives on when the command ends.
 */
public final class LocalCloud {
    static final String MAIN = "dev.slipway.local.Main";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path folder;
    private final Path home;

    /** Names the local cloud of a home folder; starts nothing. */
    public LocalCloud(Path home) {
        this.home = home;
        this.folder = home.resolve("local");
    }

    /** Returns the cloud that runs, of whatever build. */
    public Optional<CloudFile> running() {
        return CloudFile.read(folder.resolve("cloud.json")).filter(CloudFile::isAlive);
    }

    /** Says whether the cloud that runs is the one that this installation would start. */
    public boolean isCurrent(CloudFile cloud, Installation installation) {
        return cloud.buildId().equals(installation.buildId());
    }

    /** Returns the cloud of this build, started or put in the place of an older one as needed. */
    public CloudFile ensureRunning(Installation installation) {
        String buildId = installation.buildId();
        return running()
                .filter(cloud -> cloud.buildId().equals(buildId))
                .orElseGet(() -> locked(() -> startLocked(installation, buildId)));
    }

    /** Starts the cloud with other settings, and stops the one that runs if it has others. */
    public CloudFile start(Installation installation, LocalSettings settings) {
        return locked(() -> {
            boolean changed = !settings.equals(settings());
            settings.write(settingsFile());
            if (changed) {
                stopLocked();
            }
            return startLocked(installation, installation.buildId());
        });
    }

    /** Stops the cloud that runs and what builds for it, after it has archived its classes for the next start. */
    public boolean stop() {
        return locked(() -> {
            Optional<CloudFile> running = running();
            if (running.isPresent()) {
                LocalArchive archive = LocalArchive.of(home, running.get().buildId());
                if (!archive.exists()) {
                    archive.make(running.get().pid());
                }
            }
            boolean stopped = stopLocked();
            daemons().stop();
            return stopped;
        });
    }

    /** Stops the cloud and deletes all that it holds, its settings and the layers of its builds too. */
    public void reset() {
        locked(() -> {
            stopLocked();
            daemons().remove();
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    // The lock is held, and the folder of it stays.
                    if (!path.equals(folder) && !path.equals(lockFile())) {
                        Files.delete(path);
                    }
                }
            }
            return true;
        });
    }

    /** Returns how the cloud is to run. */
    public LocalSettings settings() {
        return LocalSettings.read(settingsFile());
    }

    /** Returns the file that takes what the cloud prints. */
    public Path log() {
        return folder.resolve("local.log");
    }

    /** Returns the folder that holds all state of the cloud. */
    public Path folder() {
        return folder;
    }

    private CloudFile startLocked(Installation installation, String buildId) throws IOException {
        Optional<CloudFile> running = running();
        if (running.isPresent() && running.get().buildId().equals(buildId)) {
            return running.get();
        }
        stopLocked();
        Files.createDirectories(folder);
        LocalProcess process = LocalProcess.start(folder, LocalArchive.of(home, buildId), installation, settings());
        return process.await(() -> running().filter(cloud -> cloud.buildId().equals(buildId)));
    }

    private boolean stopLocked() throws IOException {
        Optional<CloudFile> running = running();
        if (running.isEmpty()) {
            return false;
        }
        ProcessHandle process = ProcessHandle.of(running.get().pid()).orElseThrow();
        process.destroy();
        try {
            process.onExit().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(folder.resolve("cloud.json"));
        return true;
    }

    private BuildDaemons daemons() {
        return new BuildDaemons(folder.resolve("codebuild/buildx"));
    }

    private Path lockFile() {
        return folder.resolve("start.lock");
    }

    private Path settingsFile() {
        return folder.resolve("settings.json");
    }

    private <T> T locked(Action<T> action) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                            FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                return action.run();
            }
        } catch (IOException e) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "failed to keep the local cloud's state: " + e,
                    "see that " + folder + " can be written to, or set SLIPWAY_HOME",
                    e);
        }
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }
}

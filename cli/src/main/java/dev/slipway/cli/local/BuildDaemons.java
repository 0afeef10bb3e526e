package dev.slipway.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The BuildKit daemons that builds of the local cloud left in a container engine, for the builds to come. A folder of
 * buildx names them; where it is empty, no engine is asked.
 */
final class BuildDaemons {
    /** Layers are many small files, and removing them takes its time. */
    private static final int PATIENCE_MINUTES = 10;

    private final Path folder;

    BuildDaemons(Path folder) {
        this.folder = folder;
    }

    /** Stops them; what they have cached stays. */
    void stop() throws IOException {
        for (String daemon : names()) {
            buildx("stop", daemon);
        }
    }

    /** Removes them, with all that they have cached. */
    void remove() throws IOException {
        for (String daemon : names()) {
            buildx("rm", "--force", daemon);
        }
    }

    private List<String> names() throws IOException {
        Path instances = folder.resolve("instances");
        if (!Files.isDirectory(instances)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(instances)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What fails is left: an engine that does not answer runs nothing. */
    private void buildx(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "buildx"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("BUILDX_CONFIG", folder.toString());
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (IOException noDocker) {
            // Then nothing of them can run.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

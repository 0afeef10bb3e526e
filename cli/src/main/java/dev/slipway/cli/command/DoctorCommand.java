package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.local.LocalCloud;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway doctor}: what this machine has of what a deploy may need. */
@Command(name = "doctor", description = "Check what this machine has of what a deploy may need.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LOW_SPACE = 2L << 30;

    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check(true, "java", Runtime.version() + " at " + System.getProperty("java.home"));
        builder();
        File home = console.home().toFile();
        File existing = home;
        while (!existing.exists() && existing.getParentFile() != null) {
            existing = existing.getParentFile();
        }
        boolean writable = Files.isWritable(existing.toPath());
        check(writable, "home", home + (writable ? "" : ": cannot be written to; set SLIPWAY_HOME"));
        long space = existing.getUsableSpace();
        check(space > LOW_SPACE, "space", (space >> 20) + " MiB free in " + existing);
        String running = new LocalCloud(console.home())
                .running()
                .map(CloudFile::endpoint)
                .orElse("not running; a deploy starts it");
        check(true, "local cloud", running);
        return ExitCode.OK.code();
    }

    private void builder() {
        String buildkit = console.environment().getOrDefault("BUILDKIT_HOST", "");
        boolean docker = onPath("docker");
        if (!buildkit.isEmpty()) {
            check(onPath("buildctl"), "builder", "buildctl with BUILDKIT_HOST=" + buildkit);
        } else if (docker) {
            check(true, "builder", "docker, where its engine answers; else the embedded builder");
        } else {
            check(true, "builder", "embedded: Dockerfiles without RUN; install Docker or BuildKit for the others");
        }
    }

    private boolean onPath(String program) {
        for (String folder : console.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private void check(boolean good, String what, String text) {
        console.out().println((good ? "ok    " : "FAIL  ") + (what + " ".repeat(14)).substring(0, 14) + text);
        console.out().flush();
    }
}

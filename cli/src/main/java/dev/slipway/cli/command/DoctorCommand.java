package dev.slipway.cli.command;

import dev.slipway.cli.bootstrap.Checkup;
import dev.slipway.cli.bootstrap.Finding;
import dev.slipway.cli.bootstrap.Release;
import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.local.CloudFile;
import dev.slipway.cli.local.Installation;
import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Site;
import dev.slipway.events.Codec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway doctor}: what this machine and the pipeline have of what a deploy needs. */
@Command(name = "doctor", description = "Check what this machine and the pipeline have of what a deploy needs.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LOW_SPACE = 2L << 30;
    private static final int COLUMN = 14;

    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String pipeline = common.pipeline(console);
        List<Finding> findings = new ArrayList<>(machine());
        if (pipeline.equals(Site.LOCAL)) {
            findings.addAll(local());
        } else {
            try (Clients clients = AwsOptions.remembered(pipeline, console)) {
                findings.addAll(
                        new Checkup(clients, pipeline, Installation.ofProcess().map(Release::of)).run());
            }
        }
        if (output == OutputFormat.TEXT) {
            findings.forEach(this::print);
        } else {
            console.out().println(Codec.write(View.of(pipeline, findings)));
        }
        console.out().flush();
        boolean failed = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL);
        return (failed ? ExitCode.UNREACHABLE : ExitCode.OK).code();
    }

    private List<Finding> machine() {
        File home = console.home().toFile();
        File existing = home;
        while (!existing.exists() && existing.getParentFile() != null) {
            existing = existing.getParentFile();
        }
        long space = existing.getUsableSpace();
        String free = (space >> 20) + " MiB free in " + existing;
        return List.of(
                Finding.ok("java", Runtime.version() + " at " + System.getProperty("java.home")),
                builder(),
                Files.isWritable(existing.toPath())
                        ? Finding.ok("home", home.toString())
                        : Finding.fail("home", home + ": cannot be written to", "set SLIPWAY_HOME"),
                space > LOW_SPACE
                        ? Finding.ok("space", free)
                        : Finding.fail("space", free, "free some, or set SLIPWAY_HOME"));
    }

    private List<Finding> local() {
        String running = new LocalCloud(console.home())
                .running()
                .map(CloudFile::endpoint)
                .orElse("not running; a deploy starts it");
        List<Finding> findings = new ArrayList<>(List.of(Finding.ok("local cloud", running)));
        String collector = console.environment().getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "");
        if (!collector.isEmpty()) {
            findings.add(Checkup.collector(collector));
        }
        return findings;
    }

    private Finding builder() {
        String buildkit = console.environment().getOrDefault("BUILDKIT_HOST", "");
        if (!buildkit.isEmpty()) {
            String text = "buildctl with BUILDKIT_HOST=" + buildkit;
            return onPath("buildctl")
                    ? Finding.ok("builder", text)
                    : Finding.fail("builder", text, "install buildctl, or unset BUILDKIT_HOST");
        }
        return Finding.ok(
                "builder",
                onPath("docker")
                        ? "docker, where its engine answers; else the embedded builder"
                        : "embedded: Dockerfiles without RUN; install Docker or BuildKit for the others");
    }

    private boolean onPath(String program) {
        for (String folder : console.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private void print(Finding finding) {
        String level = finding.level() == Finding.Level.FAIL
                ? "FAIL"
                : finding.level().name().toLowerCase(Locale.ROOT);
        console.out()
                .println((level + "      ").substring(0, 6)
                        + (finding.check() + " ".repeat(COLUMN)).substring(0, COLUMN)
                        + finding.text());
        if (finding.hint() != null) {
            console.out().println(" ".repeat(6 + COLUMN) + "hint: " + finding.hint());
        }
    }

    private record View(String pipeline, List<Line> checks) {
        static View of(String pipeline, List<Finding> findings) {
            return new View(pipeline, findings.stream().map(Line::of).toList());
        }
    }

    private record Line(
            String check,
            String level,
            String text,
            @Nullable String hint) {
        static Line of(Finding finding) {
            return new Line(
                    finding.check(), finding.level().name().toLowerCase(Locale.ROOT), finding.text(), finding.hint());
        }
    }
}

package dev.slipway.cli.local;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A local cloud on its way up, in a session of its own so that Ctrl-C in this terminal does not reach it. */
final class LocalProcess {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int POLL_MS = 10;
    private static final int LOG_LINES = 15;
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Xss512k", "-Xshare:auto");

    private final Process process;
    private final Path log;

    private LocalProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static LocalProcess start(Path folder, LocalArchive archive, Installation installation, LocalSettings settings)
            throws IOException {
        Path log = folder.resolve("local.log");
        ProcessBuilder builder = new ProcessBuilder(command(folder, archive, installation, settings))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true);
        // What is meant for this command, and for no child of it: its trace, its collector, its account.
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("AWS_"));
        environment.remove("TRACEPARENT");
        environment.remove("TRACESTATE");
        if (settings.builder() != null) {
            environment.put("SLIPWAY_BUILD_WITH", settings.builder());
        }
        return new LocalProcess(builder.start(), log);
    }

    /** Waits until the cloud says where it answers; it says so when it does. */
    CloudFile await(Supplier<Optional<CloudFile>> ready) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<CloudFile> cloud = ready.get();
            if (cloud.isPresent()) {
                return cloud.get();
            }
            if (exited()) {
                // Between the two looks it may have come up and handed over; one more look decides.
                return ready.get().orElseThrow(() -> failure("it ended with exit code " + process.exitValue()));
            }
        }
        process.destroyForcibly();
        throw failure("it did not answer within " + TIMEOUT.toSeconds() + " s");
    }

    private boolean exited() {
        try {
            return process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("the wait for it was interrupted");
        }
    }

    private static List<String> command(
            Path folder, LocalArchive archive, Installation installation, LocalSettings settings) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add(archive.flag());
        command.addAll(List.of("-cp", installation.jar().toString(), LocalCloud.MAIN));
        command.addAll(List.of("--home", folder.toString()));
        command.addAll(List.of("--infra", installation.infra().toString()));
        command.addAll(List.of("--functions-jar", installation.functionsJar().toString()));
        command.addAll(List.of("--build-id", installation.buildId()));
        if (!settings.otlp().equals(LocalSettings.RECEIVER)) {
            command.addAll(List.of("--otlp", settings.otlp()));
        }
        if (settings.isolated()) {
            command.add("--isolated");
        }
        return command;
    }

    private CliFailure failure(String cause) {
        StringBuilder message = new StringBuilder("failed to start the local cloud: ").append(cause);
        for (String line : lastLines()) {
            message.append("\n    | ").append(line);
        }
        return new CliFailure(ExitCode.UNREACHABLE, message.toString(), "its log is in " + log);
    }

    private List<String> lastLines() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}

package dev.slipway.cli.e2e;

import dev.slipway.cli.local.LocalCloud;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.pipeline.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real {@code cli/bin/slipway} as a process, with a home folder of its own. */
final class Slipway {
    private static final long TIMEOUT_SECONDS = 120;

    private final Path home;
    private final Path output;
    private final Map<String, String> variables = new HashMap<>();
    private List<String> prefix = List.of();
    private int runs;

    Slipway(Path folder) throws IOException {
        this.home = Files.createDirectories(folder.resolve("home"));
        this.output = Files.createDirectories(folder.resolve("output"));
        // Making the class archives takes longer than a test: they are made once for all of them.
        Path archives = Files.createDirectories(repository().resolve("cli/target/class-archives"));
        Files.createSymbolicLink(home.resolve("cds"), archives);
    }

    /** Sets a variable of the environment of what runs from now on. */
    Slipway with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Runs from now on by way of another command. */
    Slipway through(String... command) {
        prefix = List.of(command);
        return this;
    }

    /** Says whether another command runs by that way. */
    boolean runs(String command) throws Exception {
        List<String> all = new ArrayList<>(prefix);
        all.add(command);
        try {
            return new ProcessBuilder(all).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the root of the repository. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("cli/bin/slipway"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Runs a command to its end. */
    Ended run(String... arguments) throws Exception {
        return start(arguments).await();
    }

    /** Runs a command that reads its standard input. */
    Ended piped(String input, String... arguments) throws Exception {
        Path in = Files.writeString(output.resolve("in"), input);
        return start(ProcessBuilder.Redirect.from(in.toFile()), arguments).await();
    }

    Running start(String... arguments) throws IOException {
        return start(ProcessBuilder.Redirect.PIPE, arguments);
    }

    private Running start(ProcessBuilder.Redirect input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(repository().resolve("cli/bin/slipway").toString());
        command.addAll(List.of(arguments));
        Path out = output.resolve(++runs + ".out");
        Path err = output.resolve(runs + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(output.toFile())
                .redirectInput(input)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment());
        builder.environment().keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("TRACE"));
        builder.environment().putAll(variables);
        return new Running(builder.start(), out, err);
    }

    /** Runs a command in a terminal; then its exit code and the settings of the terminal are shown. */
    PtySession onATerminal(String... arguments) throws IOException {
        String command = repository().resolve("cli/bin/slipway") + " " + String.join(" ", arguments);
        return PtySession.start(environment(), command + "; echo exit=$?; stty -a");
    }

    /** Returns the local cloud that a command has started. */
    Pipeline pipeline() {
        Site site = Site.of(new LocalCloud(home).running().orElseThrow());
        return new Pipeline(site, new Clients(site, List.of()));
    }

    private Map<String, String> environment() {
        // The same builder wherever these tests run; the others have tests of their own.
        return Map.of("SLIPWAY_HOME", home.toString(), "SLIPWAY_BUILD_WITH", "embedded");
    }

    /** A command at work. */
    record Running(Process process, Path outFile, Path errFile) {
        String out() {
            return read(outFile);
        }

        String err() {
            return read(errFile);
        }

        Ended await() throws InterruptedException {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s:\n" + out() + err());
            }
            return new Ended(process.exitValue(), out(), err());
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a command left behind. */
    record Ended(int exitCode, String out, String err) {
        /** Returns the last line of the result. */
        String last() {
            List<String> lines = out.strip().lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }
}

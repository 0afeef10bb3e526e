package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in this process and keeps what they print. */
final class Shell {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String input = "";

    Shell(Path folder) {
        this.folder = folder;
        environment.put("SLIPWAY_HOME", folder.resolve("home").toString());
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell input(String text) {
        input = text;
        return this;
    }

    Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                false,
                environment,
                folder,
                Instant.now());
        int exitCode = Commands.run(console, arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** What a command left behind. */
    record Run(int exitCode, String out, String err) {}
}

package dev.slipway.cli;

import dev.slipway.cli.command.Commands;
import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Rehearsal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Loads the classes that a deploy loads, so that the launcher script can archive them. Reaches nothing but loopback. */
public final class Training {
    private Training() {}

    /** Runs commands against nothing. */
    public static void main(String[] arguments) {
        Console process = Console.ofProcess();
        Console silent = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                true,
                false,
                Map.of(),
                process.workingFolder(),
                Instant.now());
        Version.text();
        Commands.run(silent, "deploy", "--app", "training", "no-such-folder");
        new Rehearsal(silent).run();
    }
}

package dev.slipway.cli;

import dev.slipway.cli.command.Commands;
import dev.slipway.cli.console.Console;

/** The process {@code slipway}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // Asked in prompts and scripts: answered before the parser is loaded.
            System.out.println("slipway " + Version.text());
            return;
        }
        System.exit(Commands.run(Console.ofProcess(), arguments));
    }
}

package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code slipway env}: the variables of an app. */
@Command(name = "env", description = "List the variables of an app, or change them and run the live image with them.")
final class EnvCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    EnvCommand(Console console) {
        this.console = console;
    }

    static CommandLine withSubcommands(Console console) {
        return new CommandLine(new EnvCommand(console))
                .addSubcommand(new EnvListCommand(console))
                .addSubcommand(new EnvSetCommand(console))
                .addSubcommand(new EnvUnsetCommand(console));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(console.err());
        return ExitCode.USAGE.code();
    }
}

package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway completion}: a script that completes command lines in bash and zsh. */
@Command(name = "completion", description = "Print a completion script for bash and zsh: source <(slipway completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(AutoComplete.bash("slipway", Commands.all(console)));
        console.out().flush();
        return ExitCode.OK.code();
    }
}

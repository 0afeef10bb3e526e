package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway destroy}: takes an app away with all its versions. */
@Command(name = "destroy", description = "Take an app down and delete its versions, records and sources.")
final class DestroyCommand extends PipelineCommand {
    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    DestroyCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        if (pipeline.records().deployments(name, 1).isEmpty()) {
            throw neverDeployed(name);
        }
        if (!yes
                && !new Question(console)
                        .typed("This takes " + name + " down and deletes its versions for good.", name)) {
            throw CliFailure.usage(
                    "failed to destroy " + name + ": not confirmed", "type the app's name when asked, or give --yes");
        }
        pipeline.removal().remove(name);
        console.out().println(name + " is gone from pipeline " + pipelineName());
        console.out().flush();
        return ExitCode.OK;
    }
}

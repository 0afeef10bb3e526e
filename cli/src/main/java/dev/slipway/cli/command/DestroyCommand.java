package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        if (!yes && !confirmed(name)) {
            throw CliFailure.usage(
                    "failed to destroy " + name + ": not confirmed", "type the app's name when asked, or give --yes");
        }
        pipeline.removal().remove(name);
        console.out().println(name + " is gone from pipeline " + pipelineName());
        console.out().flush();
        return ExitCode.OK;
    }

    private boolean confirmed(String name) {
        console.err()
                .print("This takes " + name + " down and deletes its versions for good. Type " + name + " to go on: ");
        console.err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8)).readLine();
            return name.equals(answer);
        } catch (IOException e) {
            return false;
        }
    }
}

package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Connection;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.cli.source.SourceFolder;
import dev.slipway.events.AppName;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command about one app of a pipeline that is there already. */
abstract class PipelineCommand implements Callable<Integer> {
    final Console console;

    @Mixin
    final CommonOptions common = new CommonOptions();

    @Option(names = "--app", paramLabel = "NAME", description = "Default: slipway.toml's, else this folder's name.")
    private @Nullable String app;

    PipelineCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() {
        try (Connection connection = Connection.untraced(console, common.pipeline(console))) {
            return run(connection.pipeline()).code();
        }
    }

    abstract ExitCode run(Pipeline pipeline);

    /** Returns the app that an argument names, else the one of the option, else the one of this folder. */
    String app(@Nullable String argument) {
        @Nullable String asked = argument == null ? app : argument;
        return asked == null ? SourceFolder.open(console.resolve(Path.of("."))).appName(null) : valid(asked);
    }

    /** Says whether --app names one. */
    boolean hasAppOption() {
        return app != null;
    }

    String pipelineName() {
        return common.pipeline(console);
    }

    static CliFailure neverDeployed(String app) {
        return CliFailure.usage(
                "failed to find " + app + ": it was never deployed to this pipeline",
                "name the app, or go to its folder; deploy it with slipway deploy");
    }

    private static String valid(String name) {
        if (!AppName.isValid(name)) {
            throw CliFailure.usage(
                    "failed to name the app: \"" + name + "\" is not 1 to 40 lower-case letters, digits and inner "
                            + "hyphens, beginning with a letter",
                    "see slipway status for the names");
        }
        return name;
    }
}

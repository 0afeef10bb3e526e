package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.pipeline.Site;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description =
                    "The pipeline: local, or the name of one on AWS. Default: $SLIPWAY_PIPELINE, else the one of the "
                            + "last bootstrap, else local.")
    private @Nullable String pipeline;

    @Option(names = FailureHandler.DEBUG, description = "Show stack traces.")
    boolean debug;

    String pipeline(Console console) {
        return pipeline(console, Site.LOCAL);
    }

    /** Returns the pipeline that is meant, or another one where nothing says which. */
    String pipeline(Console console, String otherwise) {
        String configured = console.environment().getOrDefault("SLIPWAY_PIPELINE", "");
        String name = pipeline != null ? pipeline : configured;
        if (name.isEmpty()) {
            name = new SavedPipelines(console.home()).current().orElse(otherwise);
        }
        return valid(name);
    }

    /** Returns the name, which has to be one that a pipeline can have. */
    static String valid(String name) {
        if (!name.matches("[a-z][a-z0-9]{0,15}")) {
            throw CliFailure.usage(
                    "failed to name the pipeline: \"" + name + "\" is not 1 to 16 lower-case letters and digits, "
                            + "beginning with a letter",
                    "see --pipeline and SLIPWAY_PIPELINE");
        }
        return name;
    }
}

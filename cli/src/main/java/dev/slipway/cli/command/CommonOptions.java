package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
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
            description = "The pipeline: local, or the name of one on AWS. Default: $SLIPWAY_PIPELINE, else local.")
    private @Nullable String pipeline;

    @Option(names = FailureHandler.DEBUG, description = "Show stack traces.")
    boolean debug;

    String pipeline(Console console) {
        String name = pipeline != null ? pipeline : console.environment().getOrDefault("SLIPWAY_PIPELINE", Site.LOCAL);
        if (!name.matches("[a-z][a-z0-9]{0,15}")) {
            throw CliFailure.usage(
                    "failed to name the pipeline: \"" + name + "\" is not 1 to 16 lower-case letters and digits, "
                            + "beginning with a letter",
                    "see --pipeline and SLIPWAY_PIPELINE");
        }
        return name;
    }
}

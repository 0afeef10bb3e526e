package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.pipeline.Clients;
import dev.slipway.cli.pipeline.SavedPipeline;
import dev.slipway.cli.pipeline.SavedPipelines;
import dev.slipway.cli.pipeline.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands take that work on a pipeline's stack. */
final class AwsOptions {
    private static final String FIRST = "default";

    @Option(names = "--name", paramLabel = "NAME", description = "The same as --pipeline.")
    private @Nullable String name;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Default: the one that the pipeline was last seen in, else that of your AWS configuration.")
    private @Nullable String region;

    /** Returns the pipeline that is meant; where nothing says which, the one that everybody begins with. */
    String pipeline(CommonOptions common, Console console) {
        String meant = name == null ? common.pipeline(console, FIRST) : CommonOptions.valid(name);
        if (meant.equals(Site.LOCAL)) {
            throw CliFailure.usage(
                    "failed to name the pipeline: local is the one on this machine", "name another with --pipeline");
        }
        return meant;
    }

    Clients clients(String pipeline, Console console) {
        return region == null ? remembered(pipeline, console) : clients(pipeline, region);
    }

    /** Returns the clients for where the pipeline was last seen. */
    static Clients remembered(String pipeline, Console console) {
        return clients(
                pipeline,
                new SavedPipelines(console.home())
                        .find(pipeline)
                        .map(SavedPipeline::region)
                        .orElse(null));
    }

    private static Clients clients(String pipeline, @Nullable String region) {
        return new Clients(Site.onAws(pipeline, region), List.of());
    }
}

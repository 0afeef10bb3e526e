package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway versions}: what an app can be rolled back to. */
@Command(name = "versions", description = "List the versions of an app, the newest first.")
final class VersionsCommand extends PipelineCommand {
    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int limit;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    VersionsCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        List<VersionRecord> versions = pipeline.records().versions(name, limit);
        if (output != OutputFormat.TEXT) {
            console.out().println(Codec.write(versions));
            console.out().flush();
            return ExitCode.OK;
        }
        if (versions.isEmpty()) {
            throw neverDeployed(name);
        }
        long live = pipeline.records().live(name).map(LiveState::version).orElse(-1L);
        Instant now = Instant.now();
        Table table = new Table("VERSION", "", "CREATED", "STACK", "BUILDER", "DEPLOYMENT", "IMAGE");
        for (VersionRecord version : versions) {
            table.row(
                    "v" + version.version(),
                    version.version() == live ? "live" : "",
                    Ages.of(version.createdAt(), now),
                    version.stack(),
                    version.builder(),
                    version.deploymentId(),
                    version.runDigest());
        }
        table.print(console.out());
        return ExitCode.OK;
    }
}

package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.Git;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway history}: the deployments of an app. */
@Command(name = "history", description = "List the deployments of an app, the newest first.")
final class HistoryCommand extends PipelineCommand {
    private static final int SHORT_COMMIT = 8;

    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many. Default: 20.")
    private int limit;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    HistoryCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        List<DeploymentRecord> records = pipeline.records().deployments(name, limit);
        if (records.isEmpty()) {
            throw neverDeployed(name);
        }
        if (output != OutputFormat.TEXT) {
            console.out().println(Codec.write(records));
            console.out().flush();
            return ExitCode.OK;
        }
        Instant now = Instant.now();
        Table table = new Table("DEPLOYMENT", "KIND", "STATUS", "VERSION", "WHEN", "BY", "COMMIT", "MESSAGE");
        for (DeploymentRecord record : records) {
            table.row(
                    record.deploymentId(),
                    record.input().kind().id(),
                    record.statusAt(now).id(),
                    record.version() == null ? "-" : "v" + record.version(),
                    Ages.of(record.createdAt(), now),
                    caller(record.startedBy()),
                    commit(record.git()),
                    record.message() == null ? "" : record.message());
        }
        table.print(console.out());
        return ExitCode.OK;
    }

    /** Of an ARN the end is what tells callers apart: {@code user/ada}, {@code deployer/ada}. */
    private static String caller(String startedBy) {
        return startedBy.startsWith("arn:")
                ? startedBy.substring(startedBy.lastIndexOf(':') + 1).replace("assumed-role/", "")
                : startedBy;
    }

    private static String commit(@Nullable Git git) {
        return git == null
                ? "-"
                : git.commit().substring(0, Math.min(SHORT_COMMIT, git.commit().length())) + (git.dirty() ? "+" : "");
    }
}

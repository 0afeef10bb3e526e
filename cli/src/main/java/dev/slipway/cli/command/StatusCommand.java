package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Outcomes;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.Codec;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.LiveState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway status}: what is live and what is under way. */
@Command(name = "status", description = "Show what is live and what is under way; without APP, for all apps.")
final class StatusCommand extends PipelineCommand {
    @Parameters(paramLabel = "APP", arity = "0..1", description = "One app only.")
    private @Nullable String app;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    @SuppressWarnings("NullAway.Init")
    private OutputFormat output;

    StatusCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        List<String> apps = app == null ? pipeline.records().apps() : List.of(app(app));
        List<AppStatus> statuses =
                apps.stream().map(name -> status(pipeline, name)).toList();
        if (app != null && statuses.get(0).latest() == null) {
            throw neverDeployed(app);
        }
        if (output == OutputFormat.TEXT) {
            print(statuses);
        } else {
            console.out().println(Codec.write(statuses));
        }
        console.out().flush();
        return ExitCode.OK;
    }

    private static AppStatus status(Pipeline pipeline, String app) {
        Optional<LiveState> live = pipeline.records().live(app);
        Optional<DeploymentRecord> latest = pipeline.records().deployments(app, 1).stream()
                .findFirst()
                // Its workflow may have ended without writing the end down.
                .map(record -> new Outcomes(pipeline).repaired(record));
        return new AppStatus(app, live.orElse(null), latest.map(Latest::of).orElse(null));
    }

    private void print(List<AppStatus> statuses) {
        if (statuses.isEmpty()) {
            console.err().println("Nothing is deployed to pipeline " + pipelineName() + " yet: slipway deploy DIR");
            return;
        }
        Table table = new Table("APP", "LIVE", "URL", "LATEST DEPLOYMENT", "STATUS", "");
        Instant now = Instant.now();
        for (AppStatus status : statuses) {
            LiveState live = status.live();
            Latest latest = status.latest();
            table.row(
                    status.app(),
                    live == null ? "-" : "v" + live.version(),
                    live == null ? "-" : live.url(),
                    latest == null ? "-" : latest.deploymentId(),
                    latest == null ? "-" : latest.status().id(),
                    latest == null ? "" : Ages.of(latest.updatedAt(), now));
        }
        table.print(console.out());
    }

    private record AppStatus(
            String app, @Nullable LiveState live, @Nullable Latest latest) {}

    private record Latest(
            String deploymentId,
            DeploymentStatus status,
            @Nullable Long version,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String cause) {
        static Latest of(DeploymentRecord record) {
            return new Latest(
                    record.deploymentId(),
                    record.statusAt(Instant.now()),
                    record.version(),
                    record.createdAt(),
                    record.updatedAt(),
                    record.failure() == null ? null : record.failure().cause());
        }
    }
}

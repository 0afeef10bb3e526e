package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.Cancellation;
import dev.slipway.cli.deploy.Outcomes;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway cancel}: stops deployments that are under way. */
@Command(name = "cancel", description = "Stop the deployments of an app that are under way.")
final class CancelCommand extends PipelineCommand {
    private static final int RECENT = 50;

    @Parameters(paramLabel = "APP", arity = "0..1", description = "Default: the app of this folder.")
    private @Nullable String app;

    CancelCommand(Console console) {
        super(console);
    }

    @Override
    ExitCode run(Pipeline pipeline) {
        String name = app(app);
        Outcomes outcomes = new Outcomes(pipeline);
        Instant now = Instant.now();
        List<DeploymentRecord> open = pipeline.records().deployments(name, RECENT).stream()
                .filter(record -> !record.statusAt(now).isTerminal())
                .sorted(Comparator.comparingLong(DeploymentRecord::sequence))
                .toList();
        if (open.isEmpty()) {
            throw CliFailure.usage("failed to cancel: no deployment of " + name + " is under way", null);
        }
        for (DeploymentRecord record : open) {
            new Cancellation(pipeline).cancel(record.input(), "cancelled by " + console.user());
            DeploymentStatus status = outcomes.ended(record).status();
            console.out().println(record.deploymentId() + " " + status.id());
        }
        console.out().flush();
        return ExitCode.OK;
    }
}

package dev.slipway.cli.command;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.deploy.DeployReport;
import dev.slipway.cli.deploy.DeployResult;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.events.Codec;
import dev.slipway.events.state.DeploymentStatus;

/** Writes how a deployment ended, to the streams and as the exit code. */
final class Results {
    private final Console console;
    private final OutputFormat output;

    Results(Console console, OutputFormat output) {
        this.console = console;
        this.output = output;
    }

    int print(DeployResult result) {
        DeployReport report = result.report();
        boolean live = report.status() == DeploymentStatus.LIVE;
        if (report.status().isTerminal() && !live) {
            new Summary(console).notLive(report, result.live());
        }
        if (output != OutputFormat.TEXT) {
            console.out().println(Codec.write(report));
        } else if (live) {
            new Summary(console).live(report, result.timeline());
        } else if (!report.status().isTerminal()) {
            console.out().println(report.deploymentId());
            new Summary(console).goesOn(report);
        }
        console.out().flush();
        console.err().flush();
        return exitCode(report.status()).code();
    }

    private static ExitCode exitCode(DeploymentStatus status) {
        return switch (status) {
            case LIVE, ROLLED_BACK, UPLOADING, BUILDING, ACTIVATING -> ExitCode.OK;
            case FAILED -> ExitCode.DEPLOYMENT_FAILED;
            case CANCELLED, SUPERSEDED -> ExitCode.SUPERSEDED;
        };
    }
}

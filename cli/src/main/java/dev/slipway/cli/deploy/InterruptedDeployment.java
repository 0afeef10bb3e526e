package dev.slipway.cli.deploy;

import dev.slipway.cli.pipeline.Pipeline;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.ExecutionInput;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/** Cancels the deployment of a command that a person has interrupted, and tells what has become of it. */
final class InterruptedDeployment {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String NOTHING = "Interrupted: nothing was deployed";

    private final Pipeline pipeline;
    private final PrintWriter err;

    InterruptedDeployment(Pipeline pipeline, PrintWriter err) {
        this.pipeline = pipeline;
        this.err = err;
    }

    /** Tells of a command that was interrupted before it had anything to cancel. */
    static void ofNothing(PrintWriter err) {
        err.println(NOTHING);
        err.flush();
    }

    /** Holds a deployment where it is, and cancels it; returns its record if that is closed by now. */
    Optional<DeploymentRecord> cancel(Advance advance) {
        try {
            Optional<ExecutionInput> input = advance.hold(PATIENCE);
            if (input.isPresent()) {
                return cancel(input.get());
            }
            say(
                    advance.isUncertain()
                            ? "Interrupted: whether a deployment was created is not known; see slipway history"
                            : NOTHING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private Optional<DeploymentRecord> cancel(ExecutionInput input) throws InterruptedException {
        say("Cancelling " + input.deploymentId() + " … (Ctrl-C again to leave it)");
        try {
            new Cancellation(pipeline).cancel(input, "cancelled by its own command");
            Optional<DeploymentRecord> record = new Outcomes(pipeline).await(input, PATIENCE);
            say("Interrupted: the deployment is "
                    + record.map(ended -> ended.status().id())
                            .orElse("not closed yet; see slipway status " + input.app()));
            pipeline.records()
                    .live(input.app())
                    .filter(live -> !live.deploymentId().equals(input.deploymentId()))
                    .ifPresent(live -> say("v" + live.version() + " is still live at " + live.url()));
            return record;
        } catch (RuntimeException e) {
            say("failed to cancel " + input.deploymentId() + ": " + e.getMessage());
            say("hint: it may go on; see slipway status " + input.app() + ", and slipway cancel " + input.app());
            return Optional.empty();
        }
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }
}

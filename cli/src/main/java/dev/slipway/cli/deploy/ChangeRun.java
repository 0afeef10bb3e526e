package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Console;
import dev.slipway.cli.progress.Progress;
import dev.slipway.cli.trace.DeployTrace;
import dev.slipway.events.DeploymentId;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.events.step.CreateDeploymentResult;
import io.opentelemetry.api.common.Attributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deploys what was built before: an earlier version, or the same image with another environment. */
public final class ChangeRun {
    private final Console console;
    private final Progress progress;

    /** Shows what it does on the given display. */
    public ChangeRun(Console console, Progress progress) {
        this.console = console;
        this.progress = progress;
    }

    /** Deploys, and returns when the outcome is known or, where nobody waits, when the workflow has started. */
    public DeployResult run(Change change) {
        Interruption interruption = Interruption.armed();
        interruption.always(progress::close);
        interruption.onSignal(() -> InterruptedDeployment.ofNothing(console.err()));
        Instant began = Instant.now();
        try (Connection connection = Connection.traced(console, change.pipeline(), progress::note)) {
            DeployTrace trace =
                    DeployTrace.begin(connection.telemetry(), console.processStart(), console.environment());
            trace.describe(change.app(), change.pipeline(), null);
            trace.past("deploy.jvm_start", console.processStart(), began, Attributes.empty());
            Session session = new Session(console, connection, trace, progress, interruption);
            return session.run(
                    deployment -> {
                        CreateDeploymentResult created = deployment.create(request(change), began);
                        session.announce(created);
                        return created;
                    },
                    change.follow());
        } finally {
            interruption.disarm();
        }
    }

    private CreateDeploymentRequest request(Change change) {
        return new CreateDeploymentRequest(
                DeploymentId.random(Instant.now(), new SecureRandom()),
                change.kind(),
                change.app(),
                null,
                change.version(),
                Map.of(),
                change.env(),
                change.unset(),
                console.user(),
                null,
                change.message(),
                null,
                null,
                null);
    }

    /**
     * What is to change.
     *
     * @param version to go back to; absent for the one before the live one
     * @param unset names of variables to remove
     * @param follow whether to follow the workflow to its end
     */
    public record Change(
            String pipeline,
            Kind kind,
            String app,
            @Nullable Long version,
            Map<String, EnvironmentEntry> env,
            List<String> unset,
            @Nullable String message,
            boolean follow) {
        public Change {
            env = Map.copyOf(env);
            unset = List.copyOf(unset);
        }
    }
}

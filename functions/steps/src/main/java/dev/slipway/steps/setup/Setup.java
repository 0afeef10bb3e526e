package dev.slipway.steps.setup;

import dev.slipway.events.Stage;
import dev.slipway.events.plan.BuildPlan;
import dev.slipway.events.state.DeploymentRecord;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.SetupRequest;
import dev.slipway.events.step.SetupResult;
import dev.slipway.plan.PlanOptions;
import dev.slipway.plan.Planner;
import dev.slipway.plan.limits.EnvironmentLimits;
import dev.slipway.plan.source.PlanException;
import dev.slipway.plan.source.SourceTree;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Plans the build, and refuses before any build what would be refused after it.
 *
 * <p>The plan is a function of the source and the settings, so writing it again writes the same.
 */
final class Setup {
    private final Bucket bucket;
    private final Settings settings;
    private final Clock clock;

    Setup(Bucket bucket, Settings settings, Clock clock) {
        this.bucket = bucket;
        this.settings = settings;
        this.clock = clock;
    }

    SetupResult plan(SetupRequest request, SourceTree tree) {
        ExecutionInput input = request.input();
        Optional<DeploymentRecord> record = markBuilding(request);
        BuildPlan plan = plan(input, tree);
        checkEnvironment(input, plan);
        String key = Keys.plan(input.app(), input.deploymentId());
        bucket.put(key, plan);
        return new SetupResult(
                plan.stack(),
                plan.stackVersion(),
                plan.rule(),
                key,
                settings.repository(),
                input.app() + "-" + input.deploymentId(),
                settings.buildTimeoutMinutes(),
                CacheTags.of(input.app(), record.map(DeploymentRecord::git).orElse(null)));
    }

    private BuildPlan plan(ExecutionInput input, SourceTree tree) {
        try {
            return Planner.plan(tree, new PlanOptions(input.app(), input.args(), settings.architecture()));
        } catch (PlanException e) {
            throw new StepException(Stage.SETUP, String.valueOf(e.getMessage()), e.hint());
        }
    }

    /** Lambda takes 4 KB of variables; the app's own and those of slipway.toml count together. */
    private void checkEnvironment(ExecutionInput input, BuildPlan plan) {
        String revision = input.environmentRevision();
        if (revision == null) {
            return;
        }
        Map<String, String> variables = new HashMap<>(plan.run().env());
        Map<String, EnvironmentEntry> entries = bucket.read(
                        Keys.environment(input.app(), revision), EnvironmentRecord.class)
                .map(Versioned::value)
                .map(EnvironmentRecord::entries)
                .orElse(Map.of());
        entries.forEach((name, entry) -> variables.put(name, entry.value()));
        variables
                .keySet()
                .forEach(name -> EnvironmentLimits.problemOfName(name)
                        .ifPresent(problem -> refuse("variable " + problem, "give it another name")));
        EnvironmentLimits.problemOfSize(variables)
                .ifPresent(problem -> refuse(problem, "keep long values in a secret store"));
    }

    private static void refuse(String cause, String hint) {
        throw new StepException(Stage.SETUP, cause, hint);
    }

    private Optional<DeploymentRecord> markBuilding(SetupRequest request) {
        ExecutionInput input = request.input();
        return bucket.update(
                Keys.deployment(input.app(), input.deploymentId()),
                DeploymentRecord.class,
                current -> current.map(record -> building(record, request)));
    }

    /** A client that was slow to start the workflow may come after somebody has cancelled the deployment. */
    private DeploymentRecord building(DeploymentRecord record, SetupRequest request) {
        if (record.status() == DeploymentStatus.CANCELLED) {
            refuse("the deployment was cancelled before its workflow began", "deploy again");
        }
        return record.status() == DeploymentStatus.UPLOADING
                ? record.progress(DeploymentStatus.BUILDING, request.execution().arn(), clock.instant())
                : record;
    }

    /** What the template says. */
    record Settings(String repository, String architecture, int buildTimeoutMinutes) {}
}

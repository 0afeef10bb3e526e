package dev.slipway.steps.createdeployment;

import dev.slipway.events.Stage;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.Kind;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.plan.limits.EnvironmentLimits;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the revisions of an app's environment. A revision never changes, so a version can name it. What Lambda would refuse
 * is refused here, before anything is built or published for it.
 */
public final class Environments {
    private final Bucket bucket;
    private final Clock clock;

    /** Keeps them in a bucket. */
    public Environments(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Returns the revision to run with: that of the base when the request changes nothing, else a new one on top of it.
     *
     * @throws StepException what Lambda would refuse, or an unknown variable to unset
     */
    public @Nullable String revision(CreateDeploymentRequest request, @Nullable VersionRecord base) {
        @Nullable String current = base == null ? null : base.environmentRevision();
        List<String> unset = Objects.requireNonNullElse(request.unset(), List.of());
        if (request.env().isEmpty() && unset.isEmpty()) {
            return current;
        }
        Map<String, EnvironmentEntry> entries =
                new HashMap<>(current == null ? Map.of() : entries(request.app(), current));
        for (String name : unset) {
            if (entries.remove(name) == null) {
                throw unknown(request.app(), name, base);
            }
        }
        entries.putAll(request.env());
        check(request, entries, base);
        String revision = request.token();
        bucket.create(
                Keys.environment(request.app(), revision),
                new EnvironmentRecord(1, request.app(), revision, entries, clock.instant()));
        return revision;
    }

    private static void check(
            CreateDeploymentRequest request, Map<String, EnvironmentEntry> entries, @Nullable VersionRecord base) {
        for (String name : request.env().keySet()) {
            EnvironmentLimits.problemOfName(name).ifPresent(problem -> {
                throw refused("variable " + problem, "give it another name");
            });
        }
        Map<String, String> all = new HashMap<>();
        if (base != null && request.kind() != Kind.DEPLOY) {
            // Those of slipway.toml; of a deploy only setup knows them.
            all.putAll(base.config().env());
        }
        entries.forEach((name, entry) -> all.put(name, entry.value()));
        EnvironmentLimits.problemOfSize(all).ifPresent(problem -> {
            throw refused(problem, "unset what is not needed, or keep long values in a secret store");
        });
    }

    private Map<String, EnvironmentEntry> entries(String app, String revision) {
        return bucket.read(Keys.environment(app, revision), EnvironmentRecord.class)
                .map(Versioned::value)
                .map(EnvironmentRecord::entries)
                .orElse(Map.of());
    }

    private static StepException unknown(String app, String name, @Nullable VersionRecord base) {
        boolean fromFile = base != null && base.config().env().containsKey(name);
        return fromFile
                ? refused("variable " + name + " of " + app + " is set in slipway.toml", "remove it there, and deploy")
                : refused(app + " has no variable " + name, "see those it has with: slipway env list " + app);
    }

    private static StepException refused(String cause, String hint) {
        return new StepException(Stage.CREATE_DEPLOYMENT, cause, hint);
    }
}

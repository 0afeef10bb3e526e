package dev.slipway.steps.createdeployment;

import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.CreateDeploymentRequest;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the revisions of an app's environment. A revision never changes, so a version can name it. */
final class Environments {
    private final Bucket bucket;
    private final Clock clock;

    Environments(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Returns the revision to run with: the base when the request sets nothing, else a new one on top of it. */
    @Nullable
    String revision(CreateDeploymentRequest request, @Nullable String base) {
        if (request.env().isEmpty()) {
            return base;
        }
        Map<String, EnvironmentEntry> entries = new HashMap<>(base == null ? Map.of() : entries(request.app(), base));
        entries.putAll(request.env());
        String revision = request.token();
        bucket.create(
                Keys.environment(request.app(), revision),
                new EnvironmentRecord(1, request.app(), revision, entries, clock.instant()));
        return revision;
    }

    private Map<String, EnvironmentEntry> entries(String app, String revision) {
        return bucket.read(Keys.environment(app, revision), EnvironmentRecord.class)
                .map(Versioned::value)
                .map(EnvironmentRecord::entries)
                .orElse(Map.of());
    }
}

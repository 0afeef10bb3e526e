package dev.slipway.steps.launcher;

import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.steps.bucket.Bucket;
import java.time.Clock;

/**
 * Asks every live app for its health once a day, so that Lambda does not take its image away: a function that nobody calls
 * for two weeks is Inactive and fails its next call ("AWS Lambda Developer Guide", Lambda function states).
 *
 * <p>The calls are asynchronous, so one costs a few milliseconds here, however long the app takes to start. What it answers
 * is nobody's concern: that is what the check before the switch of traffic was for.
 */
final class KeepActive {
    private final Bucket bucket;
    private final AppFunctions functions;
    private final Clock clock;

    KeepActive(Bucket bucket, AppFunctions functions, Clock clock) {
        this.bucket = bucket;
        this.functions = functions;
        this.clock = clock;
    }

    /** Calls all apps; one that cannot be called keeps none of the others asleep, and is thrown at the end. */
    void callAll() {
        RuntimeException failure = null;
        for (String app : bucket.names(Keys.DESIRED, ".json")) {
            try {
                call(app);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void call(String app) {
        bucket.read(Keys.live(app), LiveState.class)
                .flatMap(live -> bucket.read(Keys.version(app, live.value().version()), VersionRecord.class))
                .map(version -> version.value().config().health().path())
                .ifPresent(path -> functions.callLater(app, UrlEvents.get(path, clock.instant())));
    }
}

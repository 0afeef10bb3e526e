package dev.slipway.steps.launcher;

import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import java.time.Clock;
import java.util.Optional;

/**
 * Takes a deployment that did not come to life out of the desired state, back to what is live.
 *
 * <p>Version 0 stands for nothing: there is no state in which a first deployment could leave the object absent without
 * deleting it, and a conditional delete is not to be had everywhere. Once live, a deployment stays.
 */
public final class Withdrawal {
    private final Bucket bucket;
    private final Clock clock;

    public Withdrawal(Bucket bucket, Clock clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /** Withdraws a deployment if it is the desired one and not the live one. */
    public void withdraw(String app, String deploymentId) {
        Optional<LiveState> live = bucket.read(Keys.live(app), LiveState.class).map(Versioned::value);
        if (live.filter(state -> state.deploymentId().equals(deploymentId)).isPresent()) {
            return;
        }
        bucket.update(
                Keys.desired(app),
                DesiredState.class,
                current -> current.map(state -> state.deploymentId().equals(deploymentId) ? back(state, live) : state));
    }

    private DesiredState back(DesiredState failed, Optional<LiveState> live) {
        return new DesiredState(
                failed.schema(),
                failed.app(),
                live.map(LiveState::version).orElse(0L),
                live.map(LiveState::previous).orElse(null),
                live.map(LiveState::deploymentId).orElse(""),
                live.map(LiveState::sequence).orElse(0L),
                null,
                null,
                null,
                clock.instant());
    }
}

package dev.slipway.steps.launcher;

import dev.slipway.events.Stage;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DesiredState;
import dev.slipway.events.state.EnvironmentEntry;
import dev.slipway.events.state.EnvironmentRecord;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Keys;
import dev.slipway.events.state.LiveState;
import dev.slipway.events.state.VersionRecord;
import dev.slipway.events.step.LaunchOutcome;
import dev.slipway.events.step.LaunchRequest;
import dev.slipway.events.step.LaunchResult;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.Versioned;
import dev.slipway.steps.handler.StepException;
import dev.slipway.steps.handler.StepRuntime;
import dev.slipway.steps.notice.Notices;
import dev.slipway.telemetry.DeploymentAttributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Brings an app to its desired state: publish the version's image, probe it, move the alias.
 *
 * <p>The version is probed before any traffic reaches it. Each action can be done again, so a launcher that died, or one
 * that another overtook, leaves nothing that the next call does not put right. One call takes a part of a minute at most;
 * when that is not enough it says to ask again.
 */
final class Launcher {
    private static final String RECONCILE = "launcher.reconcile";
    private static final String NOT_HEALTHY = "NotHealthy";
    private static final Duration ONE_CALL = Duration.ofSeconds(45);
    private static final int ASK_AGAIN_SECONDS = 1;

    private final StepRuntime runtime;
    private final Bucket bucket;
    private final AppFunctions functions;
    private final HealthProbe probe;
    private final AppLogs logs;
    private final Notices notices;
    private final Clock clock;

    Launcher(
            StepRuntime runtime,
            AppFunctions functions,
            HealthProbe probe,
            AppLogs logs,
            Notices notices,
            Clock clock) {
        this.runtime = runtime;
        this.bucket = runtime.bucket();
        this.functions = functions;
        this.probe = probe;
        this.logs = logs;
        this.notices = notices;
        this.clock = clock;
    }

    /** Does the next action for a deployment that is still the desired one. */
    LaunchResult launch(LaunchRequest request) {
        String app = request.input().app();
        Optional<DesiredState> desired =
                bucket.read(Keys.desired(app), DesiredState.class).map(Versioned::value);
        if (desired.isEmpty()
                || !desired.get().deploymentId().equals(request.input().deploymentId())) {
            return desired.filter(state -> state.sequence() > request.input().sequence())
                    .map(state -> superseded())
                    .orElseGet(() -> failed("Withdrawn", "the version is not the desired one any more", null));
        }
        return reconcile(desired.get());
    }

    /** Does the next action for an app that no workflow cares for, in a trace of its own that links the deploy. */
    LaunchResult repair(DesiredState desired) {
        return alreadyLive(desired)
                .orElseGet(() -> runtime.linked(RECONCILE, origin(desired), span -> bring(desired, span)));
    }

    /** Returns the span of the deployment that wanted this; one that was gone back to left it with its version. */
    private @Nullable TraceContext origin(DesiredState desired) {
        return desired.trace() != null
                ? desired.trace()
                : bucket.read(Keys.version(desired.app(), desired.version()), VersionRecord.class)
                        .map(version -> version.value().trace())
                        .orElse(null);
    }

    private LaunchResult reconcile(DesiredState desired) {
        return alreadyLive(desired)
                .orElseGet(() ->
                        runtime.span(RECONCILE, SpanKind.CONSUMER, desired.trace(), span -> bring(desired, span)));
    }

    private Optional<LaunchResult> alreadyLive(DesiredState desired) {
        return bucket.read(Keys.live(desired.app()), LiveState.class)
                .map(Versioned::value)
                .filter(live -> converged(desired, live))
                .map(live -> settled(live.url(), 0));
    }

    private LaunchResult bring(DesiredState desired, Span span) {
        if (desired.coalesced() != null) {
            desired.coalesced().forEach(trace -> runtime.link(span, trace));
        }
        span.setAttribute("slipway.app.id", desired.app());
        span.setAttribute("slipway.app.active_version", desired.version());
        LaunchResult result = bring(desired);
        span.setAttribute("outcome", result.outcome().id());
        if (result.failure() != null) {
            span.setStatus(StatusCode.ERROR, result.failure().cause());
            span.setAllAttributes(DeploymentAttributes.error(result.failure().error(), Stage.LAUNCH));
        }
        return result;
    }

    private boolean converged(DesiredState desired, LiveState live) {
        return live.version() == desired.version()
                && live.sequence() >= desired.sequence()
                && functions.serves(desired.app(), live.functionVersion());
    }

    private LaunchResult bring(DesiredState desired) {
        Instant until = clock.instant().plus(ONE_CALL);
        Published published = runtime.child("launcher.publish", span -> publish(desired, until));
        if (published.functionVersion() == null) {
            return again(0);
        }
        Checked checked = checkHealth(desired, published.version(), published.functionVersion(), until);
        return switch (checked.health().state()) {
            case HEALTHY -> switchTo(desired, published.version(), published.functionVersion(), checked.health());
            case UNDECIDED -> again(checked.health().probes());
            case UNWANTED -> superseded();
            case UNHEALTHY -> Objects.requireNonNull(checked.failed(), "failed");
        };
    }

    /** A version's record, with the version of its function once that is published. */
    private record Published(
            VersionRecord version, @Nullable String functionVersion) {}

    private Published publish(DesiredState desired, Instant until) {
        VersionRecord version = bucket.read(Keys.version(desired.app(), desired.version()), VersionRecord.class)
                .map(Versioned::value)
                .orElseThrow(() -> new StepException(
                        Stage.LAUNCH, "the record of version " + desired.version() + " is gone", null));
        return new Published(
                version,
                functions.publish(version, environment(version), desired, until).orElse(null));
    }

    /** How a version answered, with the result of a launch that ends there. */
    private record Checked(
            HealthProbe.Result health, @Nullable LaunchResult failed) {}

    private Checked checkHealth(DesiredState desired, VersionRecord version, String functionVersion, Instant until) {
        return runtime.child("launcher.check_health", span -> {
            HealthProbe.Result health = probe.check(
                    functions.name(desired.app()),
                    functionVersion,
                    version.config().health(),
                    desired.since(),
                    until,
                    () -> isStill(desired));
            span.setAttribute("slipway.health.probes", health.probes());
            if (health.state() != HealthProbe.State.UNHEALTHY) {
                return new Checked(health, null);
            }
            span.setStatus(StatusCode.ERROR, health.cause());
            span.setAllAttributes(DeploymentAttributes.error(NOT_HEALTHY, Stage.LAUNCH));
            return new Checked(health, unhealthy(desired, health));
        });
    }

    private LaunchResult switchTo(
            DesiredState desired, VersionRecord version, String functionVersion, HealthProbe.Result health) {
        return runtime.child("launcher.switch", span -> {
            if (!isStill(desired)) {
                return superseded();
            }
            Optional<String> url = functions.switchTo(
                    desired.app(), functionVersion, version.config().auth());
            if (url.isEmpty()) {
                return again(health.probes());
            }
            writeLive(desired, functionVersion, url.get(), span);
            return settled(url.get(), health.probes());
        });
    }

    private boolean isStill(DesiredState desired) {
        return bucket.read(Keys.desired(desired.app()), DesiredState.class)
                .map(Versioned::value)
                .filter(desired::equals)
                .isPresent();
    }

    private void writeLive(DesiredState desired, String functionVersion, String url, Span span) {
        AtomicReference<@Nullable Long> before = new AtomicReference<>();
        Optional<LiveState> live = bucket.update(Keys.live(desired.app()), LiveState.class, current -> {
            before.set(current.map(LiveState::version).orElse(null));
            return Optional.of(live(desired, functionVersion, url, current));
        });
        try {
            live.ifPresent(state -> notices.launched(desired, state, before.get()));
        } catch (SdkException e) {
            // The version is live, whoever hears of it.
            span.recordException(e);
        }
    }

    private LiveState live(DesiredState desired, String functionVersion, String url, Optional<LiveState> current) {
        return new LiveState(
                1,
                desired.app(),
                desired.version(),
                current.map(LiveState::version)
                        .filter(version -> version != desired.version())
                        .or(() -> current.map(LiveState::previous))
                        .orElse(null),
                desired.deploymentId(),
                desired.sequence(),
                url,
                functionVersion,
                clock.instant());
    }

    private LaunchResult unhealthy(DesiredState desired, HealthProbe.Result health) {
        new Withdrawal(bucket, clock).withdraw(desired.app(), desired.deploymentId());
        Failure failure = new Failure(
                Stage.LAUNCH,
                NOT_HEALTHY,
                health.cause(),
                "see what the app said with: slipway logs " + desired.app()
                        + "; settings are [health] and [web] in slipway.toml",
                logs.last(functions.name(desired.app()), health.functionVersion(), desired.since()));
        return new LaunchResult(LaunchOutcome.FAILED, 0, null, health.probes(), failure);
    }

    private Map<String, EnvironmentEntry> environment(VersionRecord version) {
        String revision = version.environmentRevision();
        return revision == null
                ? Map.of()
                : bucket.read(Keys.environment(version.app(), revision), EnvironmentRecord.class)
                        .map(Versioned::value)
                        .map(EnvironmentRecord::entries)
                        .orElseThrow(() -> new StepException(
                                Stage.LAUNCH, "the environment of version " + version.version() + " is gone", null));
    }

    private static LaunchResult settled(String url, int probes) {
        return new LaunchResult(LaunchOutcome.SETTLED, 0, url, probes, null);
    }

    private static LaunchResult again(int probes) {
        return new LaunchResult(LaunchOutcome.WAIT, ASK_AGAIN_SECONDS, null, probes, null);
    }

    private static LaunchResult superseded() {
        return new LaunchResult(LaunchOutcome.SUPERSEDED, 0, null, 0, null);
    }

    private static LaunchResult failed(String error, String cause, @Nullable String hint) {
        return new LaunchResult(
                LaunchOutcome.FAILED, 0, null, 0, new Failure(Stage.LAUNCH, error, cause, hint, List.of()));
    }
}

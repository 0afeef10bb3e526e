package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.telemetry.tree.Coverage;
import dev.slipway.telemetry.tree.TraceTree;
import java.time.Duration;
import java.util.Set;

/** Holds the trace of an app's last deployment to what every trace promises. */
final class WholeTrace {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private WholeTrace() {}

    /** One tree, each span once, and at least 99 % of its time named. */
    static void assertOf(Slipway slipway, String app) {
        assertThat(named(slipway, app).orphans()).isEmpty();
    }

    /** The same; but the launcher, which the cancelled deploy left at work, sends its own span when it is done. */
    static void assertUntilCancelled(Slipway slipway, String app) {
        assertThat(named(slipway, app).orphans())
                .allMatch(span -> span.isAwsCall() || span.name().startsWith("launcher."));
    }

    private static TraceTree named(Slipway slipway, String app) {
        // The outcome is known a moment before the function that wrote it sends its spans.
        TraceTree trace = await().atMost(PATIENCE).until(() -> read(slipway, app), WholeTrace::hasCome);

        assertThat(trace.duplicates()).isEmpty();
        assertThat(Coverage.of(trace.only("deploy"), Set.of("deploy.finalize")))
                .as(trace.outline())
                .isGreaterThanOrEqualTo(0.99);
        return trace;
    }

    private static TraceTree read(Slipway slipway, String app) throws Exception {
        Slipway.Ended run = slipway.run("trace", app, "--output", "json");
        return TraceTree.parse(run.exitCode() == 0 ? run.out() : "{}");
    }

    private static boolean hasCome(TraceTree trace) {
        return !trace.named("deploy").isEmpty() && !trace.named("build").isEmpty();
    }
}

package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.telemetry.tree.Coverage;
import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import java.time.Duration;
import java.util.Set;

/** Holds the trace of an app's last deployment to the table of spans. */
final class WholeTrace {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String COMMAND = """
              deploy.jvm_start INTERNAL
              deploy.pack INTERNAL
              deploy.create_deployment CLIENT
              deploy.upload CLIENT
              deploy.finalize CLIENT
            """;
    private static final String BUILD = """
                build.receive_tar INTERNAL
                build.setup INTERNAL
                build.buildkit CLIENT
                build.locate_artifact INTERNAL
                build.create_version INTERNAL
                build.activate INTERNAL
            """;

    /** A deploy whose app never answers well. */
    static final String UNHEALTHY = "deploy INTERNAL ERROR\n" + COMMAND + "  build SERVER ERROR\n" + BUILD + """
                launcher.reconcile CONSUMER ERROR
                  launcher.publish INTERNAL
                  launcher.check_health INTERNAL ERROR
              deploy.report CLIENT
            """;

    /** A deploy that is interrupted while its app is probed. */
    static final String CANCELLED = "deploy INTERNAL ERROR\n" + COMMAND + "  build SERVER ERROR\n" + BUILD + """
                launcher.reconcile CONSUMER
                  launcher.publish INTERNAL
                  launcher.check_health INTERNAL
              deploy.cancel CLIENT
            """;

    /** A deploy that an upload to the bucket begins. */
    static final String UPLOADED = "deploy INTERNAL\n  build SERVER\n" + BUILD + """
                launcher.reconcile CONSUMER
                  launcher.publish INTERNAL
                  launcher.check_health INTERNAL
                  launcher.switch INTERNAL
            """;

    private WholeTrace() {}

    /** Returns it if it is one tree of just these spans, each of them once, and at least 99 % of its time are named. */
    static TraceTree of(Slipway slipway, String app, String outline) {
        // The outcome is known a moment before the functions send their spans; what was cut off goes on for a second.
        TraceTree trace = await().atMost(PATIENCE).until(() -> read(slipway, app), WholeTrace::hasCome);

        assertThat(trace.outline(WholeTrace::isInTheTable)).isEqualTo(outline);
        assertThat(trace.duplicates()).isEmpty();
        assertThat(Coverage.of(trace.only("deploy"), Set.of("deploy.finalize")))
                .as(trace.outline())
                .isGreaterThanOrEqualTo(0.99);
        return trace;
    }

    /** An error stands where it happened, and on what is above, with its kind and the phase. */
    static void assertError(TraceTree trace, String error, String... spans) {
        for (String span : spans) {
            assertThat(trace.only(span).attributes())
                    .as(span)
                    .containsEntry("error.type", error)
                    .containsEntry("slipway.failure.phase", "launch");
        }
    }

    private static TraceTree read(Slipway slipway, String app) throws Exception {
        Slipway.Ended run = slipway.run("trace", app, "--output", "json");
        return TraceTree.parse(run.exitCode() == 0 ? run.out() : "{}");
    }

    private static boolean hasCome(TraceTree trace) {
        return !trace.named("deploy").isEmpty()
                && !trace.named("build").isEmpty()
                && trace.orphans().isEmpty();
    }

    /** Leaves out the phases of CodeBuild and the gaps between states, which come as the clock has them. */
    private static boolean isInTheTable(TracedSpan span) {
        return !span.isAwsCall()
                && !span.name().startsWith("build.buildkit.")
                && !span.name().equals("build.transition");
    }
}

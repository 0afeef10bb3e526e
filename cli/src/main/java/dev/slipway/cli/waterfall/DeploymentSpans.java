package dev.slipway.cli.waterfall;

import dev.slipway.telemetry.tree.TraceTree;
import dev.slipway.telemetry.tree.TracedSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Finds the spans of one deployment in a trace. */
final class DeploymentSpans {
    private static final String DEPLOYMENT = "slipway.deployment.id";

    private DeploymentSpans() {}

    /**
     * Returns the topmost spans that name the deployment, and those without any deployment above them; of a trace in which
     * no span names it, all tops.
     */
    static List<TracedSpan> tops(TraceTree trace, String deploymentId) {
        List<TracedSpan> named = new ArrayList<>();
        List<TracedSpan> nameless = new ArrayList<>();
        for (TracedSpan root : trace.roots()) {
            List<TracedSpan> below = topmost(root);
            if (below.isEmpty()) {
                nameless.add(root);
            }
            below.stream()
                    .filter(span -> span.attribute(DEPLOYMENT).equals(deploymentId))
                    .forEach(named::add);
        }
        if (named.isEmpty()) {
            return trace.roots();
        }
        // What lost its parent may belong to it; a whole trace has nothing of that kind.
        nameless.removeIf(span -> span.parentSpanId().isEmpty());
        named.addAll(nameless);
        named.sort(Comparator.comparing(TracedSpan::start));
        return named;
    }

    private static List<TracedSpan> topmost(TracedSpan root) {
        List<TracedSpan> found = new ArrayList<>();
        Deque<TracedSpan> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            TracedSpan span = next.pop();
            if (span.attribute(DEPLOYMENT).isEmpty()) {
                span.children().forEach(next::add);
            } else {
                found.add(span);
            }
        }
        return found;
    }
}

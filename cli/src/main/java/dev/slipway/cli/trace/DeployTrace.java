package dev.slipway.cli.trace;

import dev.slipway.cli.waterfall.LiveSpan;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.DeploymentStatus;
import dev.slipway.events.state.Failure;
import dev.slipway.events.state.Git;
import dev.slipway.telemetry.DeploymentAttributes;
import dev.slipway.telemetry.Telemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Span {@code deploy} and its children.
 *
 * <p>The root begins when the process did, although tracing can only be set up later; what happened before is written in
 * hindsight. When tracing is off nothing is written; the nodes grow all the same, for they are what a deploy shows.
 */
public final class DeployTrace {
    private final Telemetry telemetry;
    private final Span root;
    private final Context context;
    private final LiveSpan nodes;
    private final Set<Span> open = ConcurrentHashMap.newKeySet();

    private DeployTrace(Telemetry telemetry, Span root, Context context, LiveSpan nodes) {
        this.nodes = nodes;
        this.telemetry = telemetry;
        this.root = root;
        this.context = context;
    }

    /** Begins the root span, below the one in the environment's TRACEPARENT if there is one. */
    public static DeployTrace begin(Telemetry telemetry, Instant start, Map<String, String> environment) {
        Context parent = telemetry.parent(environment);
        Span root = telemetry
                .tracer()
                .spanBuilder("deploy")
                .setParent(parent)
                .setStartTimestamp(start)
                .startSpan();
        return new DeployTrace(telemetry, root, parent.with(root), LiveSpan.root("deploy", start));
    }

    /** Returns what the pipeline continues; null when nobody traces. */
    public @Nullable TraceContext carrier() {
        return telemetry.carrier(context);
    }

    /** Returns what the callee of the span at work continues; null when nobody traces. */
    public @Nullable TraceContext current() {
        return telemetry.carrier(Context.current());
    }

    /** Returns the deployment as far as this command knows it. */
    public LiveSpan nodes() {
        return nodes;
    }

    /** Describes the deployment on the root span. */
    public void describe(String app, String pipeline, @Nullable Git git) {
        root.setAttribute("slipway.app.name", app).setAttribute("slipway.pipeline", pipeline);
        root.setAllAttributes(DeploymentAttributes.source(git));
    }

    /** Puts an attribute on the root span. */
    public void put(String name, String value) {
        nodes.put(name, value);
        root.setAttribute(name, value);
    }

    /** Puts a number on the root span. */
    public void put(String name, long value) {
        nodes.put(name, Long.toString(value));
        root.setAttribute(name, value);
    }

    /** Writes a child that is over. */
    public void past(String name, Instant start, Instant end, Attributes attributes) {
        grow(name, start, attributes).end(end);
        telemetry
                .tracer()
                .spanBuilder(name)
                .setParent(context)
                .setStartTimestamp(start)
                .setAllAttributes(attributes)
                .startSpan()
                .end(end);
    }

    /** Writes the time that passed between this command and the workflow, unless their clocks say that there was none. */
    public void transition(String from, String to, Instant start, Instant end) {
        if (start.isBefore(end)) {
            Attributes way =
                    Attributes.builder().put("from", from).put("to", to).build();
            past("build.transition", start, end, way);
        }
    }

    /** Does some work inside a CLIENT child; calls to AWS become its children. */
    public <T> T client(String name, Instant start, Attributes attributes, Supplier<T> work) {
        LiveSpan node = grow(name, start, attributes);
        Span span = telemetry
                .tracer()
                .spanBuilder(name)
                .setParent(context)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(start)
                .setAllAttributes(attributes)
                .startSpan();
        open.add(span);
        try (Scope scope = context.with(span).makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            span.setAttribute("error.type", e.getClass().getName());
            throw e;
        } finally {
            Instant end = Instant.now();
            span.end(end);
            node.end(end);
            open.remove(span);
        }
    }

    /** Says on the root how the deployment ended. */
    public void outcome(String deploymentId, DeploymentStatus status, @Nullable Failure failure) {
        root.setAllAttributes(DeploymentAttributes.outcome(deploymentId, status, failure));
        if (status != DeploymentStatus.LIVE) {
            fail(failure == null ? status.id() : failure.cause());
        }
    }

    /** Marks the root as failed. */
    public void fail(String cause) {
        root.setStatus(StatusCode.ERROR, cause);
    }

    /** Ends the root span, and before it what another thread is at: a child that never ended would orphan its calls. */
    public void end() {
        open.forEach(Span::end);
        root.end();
    }

    private LiveSpan grow(String name, Instant start, Attributes attributes) {
        LiveSpan node = nodes.begin(name, start);
        attributes.forEach((key, value) -> node.put(key.getKey(), value.toString()));
        return node;
    }
}

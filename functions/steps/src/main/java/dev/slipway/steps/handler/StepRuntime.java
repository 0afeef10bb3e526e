package dev.slipway.steps.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.events.Codec;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Keys;
import dev.slipway.events.step.Execution;
import dev.slipway.events.step.Work;
import dev.slipway.steps.aws.AwsClients;
import dev.slipway.steps.bucket.Bucket;
import dev.slipway.telemetry.AwsClientTracing;
import dev.slipway.telemetry.DeploymentAttributes;
import dev.slipway.telemetry.SpanIds;
import dev.slipway.telemetry.Telemetry;
import dev.slipway.telemetry.XRay;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What every handler has around its step: the environment, clients, tracing, and the way in and out of JSON.
 *
 * <p>One instance per function instance. Spans leave before the answer does, since Lambda freezes the process afterwards. A
 * collector that does not answer may cost a deploy 2 s in all, 0.7 s of which are the client's. On AWS each function is a
 * process that finds out for itself, and a deploy waits for six of them, so each waits for 150 ms, once.
 */
public final class StepRuntime {
    private static final Duration FLUSH = Duration.ofMillis(150);

    private final Map<String, String> environment;
    private final Telemetry telemetry;
    private final AwsClients clients;
    private final AtomicBoolean cold = new AtomicBoolean(true);
    private final AtomicBoolean told = new AtomicBoolean();
    private final Priming priming;
    private final Consumer<String> log;
    private @Nullable Context invocation;
    private @Nullable ExecutionInput subject;
    private SpanContext traced = SpanContext.getInvalid();
    private @Nullable Work atWork;

    /** Prepares a step that reads nothing but the given environment. */
    public StepRuntime(Map<String, String> environment) {
        // Looked up at each line: locally, functions share a process and their lines are told apart there.
        this(environment, line -> System.out.println(line));
    }

    StepRuntime(Map<String, String> environment, Consumer<String> log) {
        this.log = log;
        this.environment = Map.copyOf(environment);
        this.telemetry = Telemetry.from(environment, "slipway");
        this.clients =
                new AwsClients(environment, telemetry.enabled() ? List.of(new AwsClientTracing(telemetry)) : List.of());
        this.priming = Priming.register(this::prime);
    }

    /** Reads and writes JSON, and calls S3, whose answer does not matter: a call loads most of the SDK. */
    private void prime() {
        Codec.read(Codec.write(new Work(Instant.EPOCH, Instant.EPOCH)), Work.class);
        bucket().head(Keys.appRecord("priming"));
    }

    /** Returns what SnapStart's context holds weakly. */
    Priming priming() {
        return priming;
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public AwsClients clients() {
        return clients;
    }

    /** Returns the pipeline's bucket. */
    public Bucket bucket() {
        return new Bucket(clients.build(S3Client.builder(), "S3"), setting("SLIPWAY_BUCKET"));
    }

    /**
     * Returns a variable that the template gives this function.
     *
     * @throws IllegalStateException when it does not
     */
    public String setting(String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the environment of the function must have " + name);
        }
        return value;
    }

    /** Returns a variable that the template gives this function, or nothing where it is empty. */
    public @Nullable String optional(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Returns a variable that the template gives as a number. */
    public long number(String name) {
        return Long.parseLong(setting(name));
    }

    /** Handles one invocation: reads a request, lets the step answer it, writes the answer. */
    public <I extends Record> void handle(
            InputStream in, OutputStream out, Context context, Class<I> type, Function<I, ? extends Record> step)
            throws IOException {
        handleText(in, out, context, text -> step.apply(Codec.read(text, type)));
    }

    /** Handles one invocation of a step that takes messages of several shapes. */
    public void handleText(InputStream in, OutputStream out, Context context, Function<String, ? extends Record> step)
            throws IOException {
        invocation = context;
        atWork = null;
        subject = null;
        traced = SpanContext.getInvalid();
        try {
            ObjectNode answer =
                    (ObjectNode) Codec.tree(step.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            if (atWork != null) {
                answer.set(Work.FIELD, Codec.tree(atWork));
            }
            out.write(Codec.write(answer).getBytes(StandardCharsets.UTF_8));
            tell("INFO", "answered");
        } catch (IOException | RuntimeException e) {
            tell("ERROR", "failed: " + e.getMessage());
            throw e;
        } finally {
            cold.set(false);
            if (!telemetry.flush(FLUSH)) {
                telemetry
                        .problem()
                        .filter(problem -> !told.getAndSet(true))
                        .ifPresent(problem -> tell(context, problem));
            }
        }
    }

    private void tell(String level, String message) {
        String requestId = invocation == null ? null : invocation.getAwsRequestId();
        log.accept(new StepLog(Instant.now(), level, message, requestId, subject, traced).line());
    }

    private static void tell(Context context, String problem) {
        if (context.getLogger() != null) {
            context.getLogger().log(problem);
        }
    }

    /** Runs a part of a step in a span below {@code build}, which record_outcome writes later under the same id. */
    public <T> T span(String name, ExecutionInput input, Execution execution, Function<Span, T> work) {
        subject = input;
        return span(name, SpanKind.INTERNAL, buildSpan(input, execution), span -> {
            if (span.isRecording()) {
                describe(span, name, input, execution);
            }
            return work.apply(span);
        });
    }

    private static void describe(Span span, String name, ExecutionInput input, Execution execution) {
        span.setAllAttributes(DeploymentAttributes.task(name, input.deploymentId(), execution.redriveCount()));
        if (execution.attempt() != null) {
            span.setAttribute("attempt", execution.attempt());
        }
    }

    /** Runs a part of a step in a span below the one that a carrier names; in none when nothing is traced. */
    public <T> T span(String name, SpanKind kind, @Nullable TraceContext parent, Function<Span, T> work) {
        if (!telemetry.enabled() || parent == null) {
            return work.apply(Span.getInvalid());
        }
        SpanBuilder builder =
                telemetry.tracer().spanBuilder(name).setSpanKind(kind).setParent(telemetry.parent(parent));
        describe(builder);
        Instant from = atWork == null ? Instant.now() : atWork.from();
        T result = within(started(builder), work);
        atWork = new Work(from, Instant.now());
        return result;
    }

    /** Runs work in the root span of a trace of its own, linked to the span that a carrier names. */
    public <T> T linked(String name, @Nullable TraceContext link, Function<Span, T> work) {
        SpanBuilder builder = telemetry
                .tracer()
                .spanBuilder(name)
                .setSpanKind(SpanKind.CONSUMER)
                .setNoParent();
        describe(builder);
        if (link != null) {
            builder.addLink(Span.fromContext(telemetry.parent(link)).getSpanContext());
        }
        return within(started(builder), work);
    }

    private Span started(SpanBuilder builder) {
        Span span = builder.startSpan();
        traced = span.getSpanContext();
        return span;
    }

    /** Names the invocation; Lambda's own segment of it is linked, since its parent is decided elsewhere. */
    private void describe(SpanBuilder span) {
        span.setAttribute("faas.coldstart", cold.get());
        Context context = invocation;
        if (context != null && context.getAwsRequestId() != null) {
            span.setAttribute("faas.invocation_id", context.getAwsRequestId());
        }
        if (context != null && context.getInvokedFunctionArn() != null) {
            span.setAttribute("aws.lambda.invoked_arn", context.getInvokedFunctionArn());
        }
        XRay.ambient(context == null ? null : context.getXrayTraceId(), environment)
                .ifPresent(span::addLink);
    }

    /** Links a span to the one that a carrier names. */
    public void link(Span span, TraceContext carrier) {
        span.addLink(Span.fromContext(telemetry.parent(carrier)).getSpanContext());
    }

    /** Runs work in a span below the current one. */
    public <T> T child(String name, Function<Span, T> work) {
        return within(telemetry.tracer().spanBuilder(name).startSpan(), work);
    }

    /** Makes the span that a carrier names the parent of the client spans of some work, without a span of its own. */
    public <T> T below(@Nullable TraceContext parent, Function<Span, T> work) {
        if (!telemetry.enabled() || parent == null) {
            return work.apply(Span.getInvalid());
        }
        io.opentelemetry.context.Context context = telemetry.parent(parent);
        try (Scope ignored = context.makeCurrent()) {
            return work.apply(Span.fromContext(context));
        }
    }

    /** Returns the carrier of span {@code build} of an execution. */
    public static @Nullable TraceContext buildSpan(ExecutionInput input, Execution execution) {
        TraceContext trace = input.trace();
        return trace == null
                ? null
                : trace.withSpanId(SpanIds.of(input.deploymentId(), execution.redriveCount(), "build"));
    }

    private static <T> T within(Span span, Function<Span, T> work) {
        try (Scope ignored = span.makeCurrent()) {
            return work.apply(span);
        } catch (StepException e) {
            span.setStatus(StatusCode.ERROR, e.error().cause());
            span.setAllAttributes(
                    DeploymentAttributes.error(e.getClass().getName(), e.error().phase()));
            span.recordException(e);
            throw e;
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            span.setAllAttributes(DeploymentAttributes.error(e.getClass().getName(), null));
            span.recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }
}

package dev.slipway.telemetry;

import dev.slipway.events.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks X-Ray's trace header, so that its console shows the trace under the same id.
 *
 * <p>Lambda's ambient header is a link and never a parent: where X-Ray is off it says {@code Sampled=0} for everybody.
 * See <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">X-Ray,
 * tracing header</a>.
 */
public final class XRay {
    static final String HEADER = "X-Amzn-Trace-Id";

    private static final String PROPERTY = "com.amazonaws.xray.traceHeader";
    private static final String VARIABLE = "_X_AMZN_TRACE_ID";
    private static final int EPOCH_DIGITS = 8;
    private static final int ROOT_LENGTH = 35;

    private XRay() {}

    /** Returns a carrier as {@code Root=1-xxxxxxxx-xxxx;Parent=...;Sampled=1}, the form that StartExecution takes. */
    public static Optional<String> header(@Nullable TraceContext carrier) {
        return headerOf(
                Span.fromContext(new Carriers(true, false).read(carrier)).getSpanContext());
    }

    static Optional<String> headerOf(SpanContext span) {
        if (!span.isValid()) {
            return Optional.empty();
        }
        String trace = span.getTraceId();
        return Optional.of("Root=1-" + trace.substring(0, EPOCH_DIGITS) + "-" + trace.substring(EPOCH_DIGITS)
                + ";Parent=" + span.getSpanId() + ";Sampled=" + (span.isSampled() ? "1" : "0"));
    }

    /**
     * Finds the segment in which Lambda runs this invocation.
     *
     * @param fromContext what the invocation's own context says, the only source on Lambda Managed Instances
     */
    public static Optional<SpanContext> ambient(@Nullable String fromContext, Map<String, String> environment) {
        return parse(fromContext)
                .or(() -> parse(System.getProperty(PROPERTY)))
                .or(() -> parse(environment.get(VARIABLE)));
    }

    /** Reads a header to link to; one without a parent names no span, so there is nothing to link. */
    public static Optional<SpanContext> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : header.split(";", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals).strip(),
                        field.substring(equals + 1).strip());
            }
        }
        String root = fields.getOrDefault("Root", "");
        if (root.length() != ROOT_LENGTH || !root.startsWith("1-") || root.charAt(2 + EPOCH_DIGITS) != '-') {
            return Optional.empty();
        }
        SpanContext span = SpanContext.createFromRemoteParent(
                root.substring(2, 2 + EPOCH_DIGITS) + root.substring(3 + EPOCH_DIGITS),
                fields.getOrDefault("Parent", ""),
                "1".equals(fields.get("Sampled")) ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return Optional.of(span).filter(SpanContext::isValid);
    }
}

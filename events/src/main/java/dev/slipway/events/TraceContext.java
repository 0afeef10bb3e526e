package dev.slipway.events;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The carrier of a trace across processes, in the headers of W3C Trace Context and W3C Baggage.
 *
 * @param traceparent version 00: {@code 00-<32 hex>-<16 hex>-<2 hex>}
 */
public record TraceContext(
        String traceparent,
        @Nullable String tracestate,
        @Nullable String baggage) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    public TraceContext {
        Objects.requireNonNull(traceparent, "traceparent");
        if (!TRACEPARENT.matcher(traceparent).matches()) {
            throw new IllegalArgumentException("traceparent must be a W3C version 00 header");
        }
    }

    /** Returns a carrier without vendor state and baggage. */
    public static TraceContext of(String traceparent) {
        return new TraceContext(traceparent, null, null);
    }

    /** Returns the carrier of another span of the same trace, with the same sampling decision. */
    public TraceContext withSpanId(String spanId) {
        return new TraceContext(traceparent.substring(0, 36) + spanId + traceparent.substring(52), tracestate, baggage);
    }

    /** Returns the 32 hexadecimal digits of the trace id. */
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /** Returns the 16 hexadecimal digits of the span id. */
    public String spanId() {
        return traceparent.substring(36, 52);
    }
}

package dev.slipway.telemetry.export;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Generates ids, or gives one span those it was promised.
 *
 * <p>All come from {@link SecureRandom}: functions restored from one SnapStart snapshot share the state of any other
 * generator.
 */
final class PresetIds implements IdGenerator {
    private static final int SPAN_ID_BYTES = 8;

    private static final ThreadLocal<@Nullable Ids> PRESET = new ThreadLocal<>();

    private final SecureRandom random = new SecureRandom();
    private final Supplier<String> traceIds;

    PresetIds(Supplier<String> traceIds) {
        this.traceIds = traceIds;
    }

    /** Starts the one span that gets these ids; others of this and every thread are not touched. */
    Span start(SpanBuilder span, @Nullable String traceId, String spanId) {
        PRESET.set(new Ids(traceId, spanId));
        try {
            return span.startSpan();
        } finally {
            PRESET.remove();
        }
    }

    @Override
    public String generateTraceId() {
        Ids ids = PRESET.get();
        return ids == null || ids.traceId() == null ? traceIds.get() : ids.traceId();
    }

    @Override
    public String generateSpanId() {
        Ids ids = PRESET.get();
        if (ids != null) {
            return ids.spanId();
        }
        byte[] id = new byte[SPAN_ID_BYTES];
        random.nextBytes(id);
        // All zeros is not an id.
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }

    private record Ids(@Nullable String traceId, String spanId) {}
}

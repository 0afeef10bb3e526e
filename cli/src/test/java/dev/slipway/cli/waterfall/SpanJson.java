package dev.slipway.cli.waterfall;

import dev.slipway.events.Codec;
import dev.slipway.telemetry.tree.TraceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes up spans in OTLP/JSON, times in milliseconds. */
final class SpanJson {
    private static final String TRACE = "6b05e72c79536aedc223e7c8ffaf7fb2";

    private final List<Map<String, Object>> spans = new ArrayList<>();

    SpanJson span(String id, String parent, String name, long start, long end) {
        Map<String, Object> span = new LinkedHashMap<>();
        span.put("traceId", TRACE);
        span.put("spanId", id);
        span.put("parentSpanId", parent);
        span.put("name", name);
        span.put("startTimeUnixNano", Long.toString(start * 1_000_000));
        span.put("endTimeUnixNano", Long.toString(end * 1_000_000));
        span.put("attributes", new ArrayList<>());
        spans.add(span);
        return this;
    }

    /** Puts an attribute on the last span. */
    @SuppressWarnings("unchecked")
    SpanJson with(String key, String value) {
        ((List<Object>) last().get("attributes")).add(Map.of("key", key, "value", Map.of("stringValue", value)));
        return this;
    }

    /** Makes the last span a failed one. */
    SpanJson failed(String message) {
        last().put("status", Map.of("code", 2, "message", message));
        return this;
    }

    private Map<String, Object> last() {
        return spans.get(spans.size() - 1);
    }

    TraceTree tree() throws IOException {
        return TraceTree.parse(Codec.write(Map.of(
                "resourceSpans",
                List.of(Map.of(
                        "resource",
                        Map.of(
                                "attributes",
                                List.of(Map.of("key", "service.name", "value", Map.of("stringValue", "slipway")))),
                        "scopeSpans",
                        List.of(Map.of("spans", spans)))))));
    }

    Waterfall waterfall() throws IOException {
        return Waterfall.of(tree(), "01");
    }
}

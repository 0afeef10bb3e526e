package dev.slipway.telemetry.tree;

import java.io.IOException;

/** Writes small traces as OTLP/JSON, times in nanoseconds. */
final class SpanText {
    private static final String TRACE = "6921c5d000112233445566778899a41e";

    private SpanText() {}

    static TraceTree tree(String... spans) throws IOException {
        return TraceTree.parse("""
                {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"slipway"}}]},
                 "scopeSpans":[{"spans":[%s]}]}]}
                """.formatted(String.join(",", spans)));
    }

    static String span(String id, String parent, String name, int start, int end) {
        return """
                {"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s","kind":1,
                 "startTimeUnixNano":"%d","endTimeUnixNano":"%d"}
                """.formatted(TRACE, id, parent, name, start, end);
    }
}

package dev.slipway.events.step;

import java.util.Objects;

/**
 * Spans of a client, for the pipeline to export.
 *
 * @param spans an OTLP ExportTraceServiceRequest as protobuf, in base 64
 */
public record ReportSpansRequest(String spans) {
    public ReportSpansRequest {
        Objects.requireNonNull(spans, "spans");
    }
}

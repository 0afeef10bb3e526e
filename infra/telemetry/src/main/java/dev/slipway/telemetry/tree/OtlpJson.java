package dev.slipway.telemetry.tree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads spans from <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP/JSON</a>. */
final class OtlpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private OtlpJson() {}

    static List<TracedSpan> read(String text) throws IOException {
        List<TracedSpan> spans = new ArrayList<>();
        for (JsonNode resource : JSON.readTree(text).path("resourceSpans")) {
            String service = attributes(resource.path("resource")).getOrDefault("service.name", "");
            for (JsonNode scope : resource.path("scopeSpans")) {
                scope.path("spans").forEach(span -> spans.add(span(span, service)));
            }
        }
        return spans;
    }

    private static TracedSpan span(JsonNode span, String service) {
        List<TracedSpan.Link> links = new ArrayList<>();
        span.path("links")
                .forEach(link -> links.add(new TracedSpan.Link(
                        link.path("traceId").asText(), link.path("spanId").asText())));
        return new TracedSpan(
                span.path("traceId").asText(),
                span.path("spanId").asText(),
                span.path("parentSpanId").asText(),
                span.path("name").asText(),
                kind(span.path("kind").asInt()),
                service,
                time(span.path("startTimeUnixNano")),
                time(span.path("endTimeUnixNano")),
                attributes(span),
                status(span.path("status").path("code").asInt()),
                span.path("status").path("message").asText(),
                links,
                List.of());
    }

    private static Instant time(JsonNode unixNanos) {
        long nanos = unixNanos.asLong();
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    private static SpanKind kind(int number) {
        return switch (number) {
            case 2 -> SpanKind.SERVER;
            case 3 -> SpanKind.CLIENT;
            case 4 -> SpanKind.PRODUCER;
            case 5 -> SpanKind.CONSUMER;
            default -> SpanKind.INTERNAL;
        };
    }

    private static StatusCode status(int number) {
        return switch (number) {
            case 1 -> StatusCode.OK;
            case 2 -> StatusCode.ERROR;
            default -> StatusCode.UNSET;
        };
    }

    private static Map<String, String> attributes(JsonNode node) {
        Map<String, String> attributes = new TreeMap<>();
        node.path("attributes")
                .forEach(attribute -> attributes.put(attribute.path("key").asText(), text(attribute.path("value"))));
        return Collections.unmodifiableMap(attributes);
    }

    private static String text(JsonNode value) {
        if (value.has("arrayValue")) {
            List<String> elements = new ArrayList<>();
            value.path("arrayValue").path("values").forEach(element -> elements.add(text(element)));
            return elements.toString();
        }
        if (value.has("kvlistValue")) {
            Map<String, String> entries = new TreeMap<>();
            value.path("kvlistValue")
                    .path("values")
                    .forEach(entry -> entries.put(entry.path("key").asText(), text(entry.path("value"))));
            return entries.toString();
        }
        // One of stringValue, boolValue, intValue, doubleValue, bytesValue.
        return value.isEmpty() ? "" : value.elements().next().asText();
    }
}

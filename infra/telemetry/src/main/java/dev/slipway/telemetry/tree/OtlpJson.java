package dev.slipway.telemetry.tree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads spans from <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP/JSON</a>, one after the
 * other: a trace may be larger than the memory that its JSON would take as a tree.
 */
final class OtlpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SHORT = 64;

    private final JsonParser parser;
    private final List<TracedSpan> spans = new ArrayList<>();
    /** Most values repeat from span to span. */
    private final Map<String, String> seen = new HashMap<>();

    private OtlpJson(JsonParser parser) {
        this.parser = parser;
    }

    static List<TracedSpan> read(Reader text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            OtlpJson reader = new OtlpJson(parser);
            parser.nextToken();
            reader.object("resourceSpans", reader::resource);
            return reader.spans;
        }
    }

    private void resource() throws IOException {
        int first = spans.size();
        Map<String, String> resource = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("resource")) {
                resource = attributes(JSON.readTree(parser));
            } else if (field.equals("scopeSpans")) {
                array(() -> object("spans", this::span));
            } else {
                parser.skipChildren();
            }
        }
        // The fields of an object come in any order.
        for (int i = first; i < spans.size(); i++) {
            spans.set(i, spans.get(i).withResource(resource));
        }
    }

    /** Reads the elements of one field of an object, and skips its others. */
    private void object(String name, Part element) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = parser.currentName().equals(name);
            parser.nextToken();
            if (wanted) {
                array(element);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void array(Part element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            element.read();
        }
    }

    private void span() throws IOException {
        JsonNode span = JSON.readTree(parser);
        JsonNode status = span.path("status");
        spans.add(new TracedSpan(
                text(span, "traceId"),
                text(span, "spanId"),
                text(span, "parentSpanId"),
                text(span, "name"),
                kind(span.path("kind").asInt()),
                Map.of(),
                time(span.path("startTimeUnixNano")),
                time(span.path("endTimeUnixNano")),
                attributes(span),
                status(status.path("code").asInt()),
                text(status, "message"),
                events(span),
                links(span),
                List.of()));
    }

    private List<TracedSpan.Event> events(JsonNode span) {
        List<TracedSpan.Event> events = new ArrayList<>();
        for (JsonNode event : span.path("events")) {
            events.add(new TracedSpan.Event(time(event.path("timeUnixNano")), text(event, "name"), attributes(event)));
        }
        return events;
    }

    private List<TracedSpan.Link> links(JsonNode span) {
        List<TracedSpan.Link> links = new ArrayList<>();
        for (JsonNode link : span.path("links")) {
            links.add(new TracedSpan.Link(text(link, "traceId"), text(link, "spanId")));
        }
        return links;
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

    private Map<String, String> attributes(@Nullable JsonNode node) {
        Map<String, String> attributes = new TreeMap<>();
        if (node != null) {
            node.path("attributes")
                    .forEach(attribute -> attributes.put(text(attribute, "key"), once(text(attribute.path("value")))));
        }
        return Collections.unmodifiableMap(attributes);
    }

    private String text(JsonNode object, String field) {
        return once(object.path(field).asText());
    }

    private String once(String text) {
        return text.length() > SHORT ? text : seen.computeIfAbsent(text, same -> same);
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

    @FunctionalInterface
    private interface Part {
        void read() throws IOException;
    }
}

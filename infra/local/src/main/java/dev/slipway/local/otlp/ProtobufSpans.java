package dev.slipway.local.otlp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Turns OTLP protobuf into OTLP/JSON.
 *
 * <p>That is not protobuf's own JSON: ids are hexadecimal and enums are numbers. See the
 * <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">JSON Protobuf encoding</a>.
 */
final class ProtobufSpans {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ProtobufSpans() {}

    /**
     * Decodes a request.
     *
     * @throws OtlpRefusal 400 when the bytes are not one
     */
    static ObjectNode decode(byte[] body) {
        ExportTraceServiceRequest request;
        try {
            request = ExportTraceServiceRequest.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new OtlpRefusal(400, "the body is not an ExportTraceServiceRequest: " + e.getMessage());
        }
        ObjectNode json = NODES.objectNode();
        ArrayNode resources = json.putArray("resourceSpans");
        request.getResourceSpansList().forEach(resource -> resources.add(resource(resource)));
        return json;
    }

    private static ObjectNode resource(ResourceSpans spans) {
        ObjectNode json = NODES.objectNode();
        json.putObject("resource")
                .set("attributes", attributes(spans.getResource().getAttributesList()));
        ArrayNode scopes = json.putArray("scopeSpans");
        spans.getScopeSpansList().forEach(scope -> scopes.add(scope(scope)));
        putText(json, "schemaUrl", spans.getSchemaUrl());
        return json;
    }

    private static ObjectNode scope(ScopeSpans spans) {
        ObjectNode json = NODES.objectNode();
        InstrumentationScope scope = spans.getScope();
        ObjectNode about = json.putObject("scope");
        putText(about, "name", scope.getName());
        putText(about, "version", scope.getVersion());
        putAttributes(about, scope.getAttributesList());
        ArrayNode list = json.putArray("spans");
        spans.getSpansList().forEach(span -> list.add(span(span)));
        putText(json, "schemaUrl", spans.getSchemaUrl());
        return json;
    }

    private static ObjectNode span(Span span) {
        ObjectNode json = NODES.objectNode();
        json.put("traceId", hex(span.getTraceId())).put("spanId", hex(span.getSpanId()));
        putText(json, "traceState", span.getTraceState());
        putText(json, "parentSpanId", hex(span.getParentSpanId()));
        json.put("flags", Integer.toUnsignedLong(span.getFlags()))
                .put("name", span.getName())
                .put("kind", span.getKindValue())
                .put("startTimeUnixNano", Long.toUnsignedString(span.getStartTimeUnixNano()))
                .put("endTimeUnixNano", Long.toUnsignedString(span.getEndTimeUnixNano()));
        putAttributes(json, span.getAttributesList());
        putCount(json, "droppedAttributesCount", span.getDroppedAttributesCount());
        if (span.getEventsCount() > 0) {
            ArrayNode events = json.putArray("events");
            span.getEventsList().forEach(event -> events.add(event(event)));
        }
        if (span.getLinksCount() > 0) {
            ArrayNode links = json.putArray("links");
            span.getLinksList().forEach(link -> links.add(link(link)));
        }
        ObjectNode status = json.putObject("status");
        putCount(status, "code", span.getStatus().getCodeValue());
        putText(status, "message", span.getStatus().getMessage());
        return json;
    }

    private static ObjectNode event(Span.Event event) {
        ObjectNode json = NODES.objectNode();
        json.put("timeUnixNano", Long.toUnsignedString(event.getTimeUnixNano())).put("name", event.getName());
        putAttributes(json, event.getAttributesList());
        return json;
    }

    private static ObjectNode link(Span.Link link) {
        ObjectNode json = NODES.objectNode();
        json.put("traceId", hex(link.getTraceId())).put("spanId", hex(link.getSpanId()));
        putText(json, "traceState", link.getTraceState());
        putAttributes(json, link.getAttributesList());
        return json;
    }

    private static void putAttributes(ObjectNode json, List<KeyValue> attributes) {
        if (!attributes.isEmpty()) {
            json.set("attributes", attributes(attributes));
        }
    }

    private static ArrayNode attributes(List<KeyValue> attributes) {
        ArrayNode json = NODES.arrayNode();
        for (KeyValue attribute : attributes) {
            json.addObject().put("key", attribute.getKey()).set("value", value(attribute.getValue()));
        }
        return json;
    }

    private static ObjectNode value(AnyValue value) {
        ObjectNode json = NODES.objectNode();
        switch (value.getValueCase()) {
            case STRING_VALUE -> json.put("stringValue", value.getStringValue());
            case BOOL_VALUE -> json.put("boolValue", value.getBoolValue());
            // JavaScript has no 64-bit integers, so they are text.
            case INT_VALUE -> json.put("intValue", Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> json.put("doubleValue", value.getDoubleValue());
            case BYTES_VALUE ->
                json.put(
                        "bytesValue",
                        Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                ArrayNode values = json.putObject("arrayValue").putArray("values");
                value.getArrayValue().getValuesList().forEach(element -> values.add(value(element)));
            }
            case KVLIST_VALUE ->
                json.putObject("kvlistValue")
                        .set("values", attributes(value.getKvlistValue().getValuesList()));
            default -> {
                // An empty value is an empty object.
            }
        }
        return json;
    }

    private static void putText(ObjectNode json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }

    private static void putCount(ObjectNode json, String name, int count) {
        if (count != 0) {
            json.put(name, count);
        }
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}

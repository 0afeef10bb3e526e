package dev.slipway.local.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One export, sorted by trace.
 *
 * @param byTrace for each trace its ResourceSpans as OTLP/JSON
 * @param rejected spans without a valid trace and span id, which belong nowhere
 */
record SpanBatch(Map<String, ArrayNode> byTrace, int rejected) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    /**
     * Decodes a request body.
     *
     * @throws OtlpRefusal 400 when it is not what its encoding says
     */
    static SpanBatch decode(Encoding encoding, byte[] body) {
        return sort(encoding == Encoding.PROTOBUF ? ProtobufSpans.decode(body) : parse(body));
    }

    static boolean isTraceId(String text) {
        return TRACE_ID.matcher(text).matches();
    }

    private static JsonNode parse(byte[] body) {
        JsonNode request;
        try {
            request = JSON.readTree(body);
        } catch (IOException e) {
            throw new OtlpRefusal(400, "the body is not JSON");
        }
        JsonNode resources = request == null ? null : request.get("resourceSpans");
        if (request == null || !request.isObject() || (resources != null && !resources.isArray())) {
            throw new OtlpRefusal(400, "the body is not an ExportTraceServiceRequest: resourceSpans must be an array");
        }
        return request;
    }

    private static SpanBatch sort(JsonNode request) {
        Map<String, ArrayNode> byTrace = new LinkedHashMap<>();
        int rejected = 0;
        for (JsonNode resource : request.path("resourceSpans")) {
            Map<String, ObjectNode> resourceByTrace = new LinkedHashMap<>();
            for (JsonNode scope : resource.path("scopeSpans")) {
                Map<String, ArrayNode> spansByTrace = new LinkedHashMap<>();
                for (JsonNode span : scope.path("spans")) {
                    String trace = id(span, "traceId");
                    if (!isTraceId(trace)
                            || !SPAN_ID.matcher(id(span, "spanId")).matches()) {
                        rejected++;
                        continue;
                    }
                    spansByTrace
                            .computeIfAbsent(trace, unused -> JSON.createArrayNode())
                            .add(span);
                }
                spansByTrace.forEach((trace, spans) -> resourceByTrace
                        .computeIfAbsent(trace, unused -> without(resource, "scopeSpans"))
                        .withArray("scopeSpans")
                        .add(without(scope, "spans").set("spans", spans)));
            }
            resourceByTrace.forEach((trace, part) -> byTrace.computeIfAbsent(trace, unused -> JSON.createArrayNode())
                    .add(part));
        }
        return new SpanBatch(byTrace, rejected);
    }

    private static String id(JsonNode span, String field) {
        String id = span.path(field).asText().toLowerCase(Locale.ROOT);
        if (span instanceof ObjectNode object) {
            object.put(field, id);
        }
        return id;
    }

    private static ObjectNode without(JsonNode node, String field) {
        ObjectNode copy = JSON.createObjectNode();
        node.properties().stream()
                .filter(property -> !property.getKey().equals(field))
                .forEach(property -> copy.set(property.getKey(), property.getValue()));
        return copy;
    }
}

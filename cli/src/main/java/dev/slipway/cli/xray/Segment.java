package dev.slipway.cli.xray;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * One segment or subsegment, and the span that it was.
 *
 * <p>X-Ray keeps no kind, and names what serves or calls by the service: the name is found again from what else it has kept.
 * An attribute is metadata in the namespace {@code default}, one of the resource has {@code otel.resource.} before it.
 *
 * @param parentId empty for one without a parent
 */
record Segment(JsonNode json, String parentId) {
    private static final String RESOURCE = "otel.resource.";
    private static final String DEFAULT = "default";
    private static final int NANO_DIGITS = 9;
    private static final int ERROR = 2;

    private static final int INTERNAL = 1;
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    String id() {
        return json.path("id").asText();
    }

    String name() {
        if (isAwsCall()) {
            return service() + "." + json.at("/aws/operation").asText();
        }
        return isBuild() ? "build" : service();
    }

    private String service() {
        return json.path("name").asText();
    }

    boolean isUnderWay() {
        return json.path("in_progress").asBoolean() || !json.has("end_time");
    }

    private boolean isAwsCall() {
        return json.path("namespace").asText().equals("aws")
                && json.at("/aws/operation").isTextual();
    }

    /** Only the span of the whole workflow says how a run of the pipeline ended. */
    private boolean isBuild() {
        return json.path("metadata").path(DEFAULT).has("cicd.pipeline.result");
    }

    /** Returns what its writer said of itself. */
    Map<String, String> resource() {
        Map<String, String> resource = new TreeMap<>();
        json.path("metadata").path(DEFAULT).properties().stream()
                .filter(entry -> entry.getKey().startsWith(RESOURCE))
                .forEach(entry -> resource.put(entry.getKey().substring(RESOURCE.length()), text(entry.getValue())));
        resource.putIfAbsent(
                "service.name", json.has("origin") ? json.path("origin").asText() : service());
        return resource;
    }

    /** Writes the span as OTLP/JSON has it. */
    ObjectNode span(String traceId, Map<String, JsonNode> exceptions) {
        ObjectNode span = JsonNodeFactory.instance.objectNode();
        span.put("traceId", traceId);
        span.put("spanId", id());
        span.put("parentSpanId", parentId);
        span.put("name", name());
        span.put("kind", kind());
        String start = nanos(json.path("start_time"));
        span.put("startTimeUnixNano", start);
        span.put("endTimeUnixNano", json.has("end_time") ? nanos(json.path("end_time")) : start);
        Map<String, String> attributes = attributes();
        if (failed()) {
            JsonNode exception = exception(exceptions);
            attributes.putIfAbsent("error.type", exception.path("type").asText(kindOfError()));
            span.putObject("status")
                    .put("code", ERROR)
                    .put("message", exception.path("message").asText(""));
        }
        span.set("attributes", attributes(attributes));
        return span;
    }

    private int kind() {
        if (isBuild()) {
            return SERVER;
        }
        return json.has("namespace") ? CLIENT : INTERNAL;
    }

    /** Reads seconds since the epoch, which have more digits than a double. */
    private static String nanos(JsonNode seconds) {
        BigDecimal exact = seconds.isNumber() ? seconds.decimalValue() : BigDecimal.ZERO;
        return exact.movePointRight(NANO_DIGITS).toBigInteger().toString();
    }

    private boolean failed() {
        return json.path("fault").asBoolean()
                || json.path("error").asBoolean()
                || json.path("throttle").asBoolean();
    }

    private String kindOfError() {
        return json.path("throttle").asBoolean()
                ? "throttle"
                : json.path("fault").asBoolean() ? "fault" : "error";
    }

    private JsonNode exception(Map<String, JsonNode> exceptions) {
        JsonNode cause = json.path("cause");
        return cause.isTextual()
                ? exceptions.getOrDefault(cause.asText(), JsonNodeFactory.instance.missingNode())
                : cause.path("exceptions").path(0);
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        json.path("annotations").properties().forEach(entry -> attributes.put(entry.getKey(), text(entry.getValue())));
        for (Map.Entry<String, JsonNode> namespace : json.path("metadata").properties()) {
            String prefix = namespace.getKey().equals(DEFAULT) ? "" : namespace.getKey() + ".";
            namespace.getValue().properties().stream()
                    .filter(entry -> !entry.getKey().startsWith(RESOURCE))
                    .forEach(entry -> attributes.put(prefix + entry.getKey(), text(entry.getValue())));
        }
        if (isAwsCall()) {
            attributes.put("rpc.system", "aws-api");
            attributes.put("rpc.service", service());
            put(attributes, "rpc.method", json.at("/aws/operation"));
        }
        put(attributes, "aws.request_id", json.at("/aws/request_id"));
        put(attributes, "cloud.region", json.at("/aws/region"));
        put(attributes, "aws.xray.origin", json.path("origin"));
        put(attributes, "http.request.method", json.at("/http/request/method"));
        put(attributes, "url.full", json.at("/http/request/url"));
        put(attributes, "http.response.status_code", json.at("/http/response/status"));
        return attributes;
    }

    private static void put(Map<String, String> attributes, String key, JsonNode value) {
        if (!value.isMissingNode()) {
            attributes.put(key, text(value));
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    static ArrayNode attributes(Map<String, String> attributes) {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        attributes.forEach((key, value) ->
                written.addObject().put("key", key).putObject("value").put("stringValue", value));
        return written;
    }
}

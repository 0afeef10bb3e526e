package dev.slipway.cli.xray;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The segments and subsegments of one trace, and the spans that they were.
 *
 * <p>See <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html">X-Ray, segment
 * documents</a>.
 */
final class Segments {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final String traceId;
    private final List<Segment> all;
    /** X-Ray writes an exception once and names it by its id from then on. */
    private final Map<String, JsonNode> exceptions = new HashMap<>();

    private Segments(String traceId, List<Segment> all) {
        this.traceId = traceId;
        this.all = all;
        for (Segment segment : all) {
            for (JsonNode exception : segment.json().at("/cause/exceptions")) {
                exceptions.putIfAbsent(exception.path("id").asText(), exception);
            }
        }
    }

    /**
     * Reads documents.
     *
     * @param traceId of 32 digits, as OpenTelemetry writes it
     * @throws IllegalArgumentException when one is not JSON
     */
    static Segments of(String traceId, List<String> documents) {
        Map<String, Segment> byId = new LinkedHashMap<>();
        for (String document : documents) {
            Deque<Segment> next = new ArrayDeque<>();
            JsonNode top = parse(document);
            next.add(new Segment(top, top.path("parent_id").asText("")));
            while (!next.isEmpty()) {
                Segment segment = next.poll();
                // What was under way comes again once it has ended.
                byId.merge(segment.id(), segment, (one, other) -> one.isUnderWay() ? other : one);
                for (JsonNode below : segment.json().path("subsegments")) {
                    next.add(new Segment(below, segment.id()));
                }
            }
        }
        return new Segments(traceId, new ArrayList<>(byId.values()));
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a segment document is not JSON", e);
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    /** Says whether nothing seems to be missing: the root has come, all has ended, and one span alone has no parent here. */
    boolean isWhole() {
        Set<String> ids = new HashSet<>();
        all.forEach(segment -> ids.add(segment.id()));
        return all.stream().anyMatch(segment -> segment.name().equals("deploy"))
                && all.stream().noneMatch(Segment::isUnderWay)
                && all.stream()
                                .filter(segment -> !ids.contains(segment.parentId()))
                                .count()
                        == 1;
    }

    /** Writes the spans as OTLP/JSON. */
    String otlpJson() {
        Map<Map<String, String>, ArrayNode> byResource = new LinkedHashMap<>();
        for (Segment segment : all) {
            byResource
                    .computeIfAbsent(segment.resource(), unused -> JSON.createArrayNode())
                    .add(segment.span(traceId, exceptions));
        }
        ObjectNode request = JSON.createObjectNode();
        ArrayNode resources = request.putArray("resourceSpans");
        byResource.forEach((attributes, spans) -> {
            ObjectNode resource = resources.addObject();
            resource.putObject("resource").set("attributes", Segment.attributes(attributes));
            resource.putArray("scopeSpans").addObject().set("spans", spans);
        });
        return request.toString();
    }
}

package dev.slipway.local.builder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to build.
 *
 * @param context folder on this machine
 * @param dockerfile path of the Dockerfile below its folder
 * @param dockerfileFolder folder that the Dockerfile and its ignore file stand in; the context when it is not given
 * @param image where to push: {@code <registry>/<repository>:<tag>}
 */
record BuildRequest(
        String context,
        String dockerfile,
        String dockerfileFolder,
        Optional<String> target,
        Map<String, String> args,
        String image,
        Map<String, String> labels) {

    static BuildRequest parse(String body) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request is not JSON: " + e.getOriginalMessage(), e);
        }
        return new BuildRequest(
                required(json, "context"),
                text(json, "dockerfile").orElse("Dockerfile"),
                text(json, "dockerfileFolder").orElseGet(() -> required(json, "context")),
                text(json, "target"),
                map(json, "args"),
                required(json, "image"),
                map(json, "labels"));
    }

    private static String required(JsonNode json, String field) {
        return text(json, field).orElseThrow(() -> new IllegalArgumentException("the request has no " + field));
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be a string");
        }
        return Optional.of(value.asText());
    }

    private static Map<String, String> map(JsonNode json, String field) {
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path(field).properties()) {
            if (!entry.getValue().isTextual()) {
                throw new IllegalArgumentException("%s.%s must be a string".formatted(field, entry.getKey()));
            }
            map.put(entry.getKey(), entry.getValue().asText());
        }
        return map;
    }
}

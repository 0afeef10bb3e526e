package dev.slipway.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a resource's own policy lets AWS's services do with it. */
public final class ResourcePolicy {
    private ResourcePolicy() {}

    /**
     * Reads a document.
     *
     * @param name of the resource
     * @param resource its ARN
     * @return policies by service principal: {@code lambda.amazonaws.com}
     * @throws IllegalArgumentException what is wrong in it or not implemented
     */
    public static Map<String, Policy> read(String name, JsonNode document, String resource) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        for (JsonNode statement : document.path("Statement")) {
            String service = statement.at("/Principal/Service").asText();
            if (service.isEmpty() || statement.path("Principal").size() != 1) {
                throw new IllegalArgumentException("Principal must be one Service; no other is implemented");
            }
            ObjectNode identityBased = statement.deepCopy();
            identityBased.remove("Principal");
            identityBased.put("Resource", resource);
            ObjectNode alone = JsonNodeFactory.instance.objectNode().set("Statement", identityBased);
            policies.merge(service, Policy.read(name, alone), Policy::and);
        }
        return policies;
    }
}

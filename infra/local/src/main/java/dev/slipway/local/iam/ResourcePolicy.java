package dev.slipway.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads what a resource's own policy lets others do with it: a repository AWS's services, a role those whom it trusts. */
public final class ResourcePolicy {
    private static final Set<String> KINDS = Set.of("Service", "Federated");

    private ResourcePolicy() {}

    /**
     * Reads a document.
     *
     * @param name of the resource
     * @param resource its ARN
     * @return policies by service ({@code lambda.amazonaws.com}), or by the ARN of an identity provider
     * @throws IllegalArgumentException what is wrong in it or not implemented
     */
    public static Map<String, Policy> read(String name, JsonNode document, String resource) {
        Map<String, Policy> policies = new LinkedHashMap<>();
        for (JsonNode statement : document.path("Statement")) {
            Map.Entry<String, JsonNode> principal = principal(statement.path("Principal"));
            ObjectNode identityBased = statement.deepCopy();
            identityBased.remove("Principal");
            identityBased.put("Resource", resource);
            ObjectNode alone = JsonNodeFactory.instance.objectNode().set("Statement", identityBased);
            policies.merge(principal.getValue().asText(), Policy.read(name, alone), Policy::and);
        }
        return policies;
    }

    private static Map.Entry<String, JsonNode> principal(JsonNode principals) {
        return principals.properties().stream()
                .filter(principal -> principals.size() == 1
                        && KINDS.contains(principal.getKey())
                        && principal.getValue().isTextual())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Principal must be one Service or one Federated; no other is implemented"));
    }
}

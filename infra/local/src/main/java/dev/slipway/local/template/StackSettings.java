package dev.slipway.local.template;

import java.util.HashMap;
import java.util.Map;

/**
 * What the template does not say itself.
 *
 * @param registry host and port of the image registry, which stands in RepositoryUri
 * @param parameters values for the Parameters section
 */
public record StackSettings(String stackName, Account account, String registry, Map<String, String> parameters) {

    public StackSettings {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads values for parameters as {@code sam deploy --parameter-overrides} takes them: {@code Name=value}, with spaces
     * between them.
     *
     * @throws IllegalArgumentException naming what is no such pair
     */
    public static Map<String, String> overrides(String text) {
        Map<String, String> values = new HashMap<>();
        for (String pair : text.strip().split("\\s+", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw new IllegalArgumentException("not a parameter and its value: " + pair);
            }
        }
        return values;
    }

    String stackId() {
        var id = java.util.UUID.nameUUIDFromBytes(stackName.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return account.arn("cloudformation", "stack/" + stackName + "/" + id);
    }
}

package dev.slipway.local.template;

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

    String stackId() {
        var id = java.util.UUID.nameUUIDFromBytes(stackName.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return account.arn("cloudformation", "stack/" + stackName + "/" + id);
    }
}

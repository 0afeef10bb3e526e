package dev.slipway.local.ecr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsException;
import dev.slipway.local.registry.ImageStore;
import dev.slipway.local.registry.RepositorySettings;
import dev.slipway.local.registry.TagMutability;
import java.util.ArrayList;
import java.util.List;

/** ECR's calls on repositories. */
final class RepositoryCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ImageStore store;
    private final String registry;
    private final String region;
    private final String account;

    RepositoryCalls(ImageStore store, String registry, String region, String account) {
        this.store = store;
        this.registry = registry;
        this.region = region;
        this.account = account;
    }

    ObjectNode create(JsonNode input) {
        String name = input.path("repositoryName").asText();
        if (!store.createRepository(name, mutability(input))) {
            throw new AwsException(
                    400,
                    "RepositoryAlreadyExistsException",
                    "The repository with name '%s' already exists in the registry with id '%s'"
                            .formatted(name, account));
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("repository", describe(settings(name)));
        return answer;
    }

    private RepositorySettings settings(String name) {
        RepositorySettings settings = store.repositories().get(name);
        if (settings == null) {
            throw new AwsException(
                    400,
                    "RepositoryNotFoundException",
                    "The repository with name '%s' does not exist in the registry with id '%s'"
                            .formatted(name, account));
        }
        return settings;
    }

    private static TagMutability mutability(JsonNode input) {
        List<String> filters = new ArrayList<>();
        input.path("imageTagMutabilityExclusionFilters")
                .forEach(filter -> filters.add(filter.path("filter").asText()));
        String mode = input.path("imageTagMutability").asText("MUTABLE");
        try {
            return new TagMutability(TagMutability.Mode.valueOf(mode), filters);
        } catch (IllegalArgumentException e) {
            throw new AwsException(400, "InvalidParameterException", "unknown imageTagMutability " + mode);
        }
    }

    ObjectNode describe(JsonNode input) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("repositories");
        if (input.has("repositoryNames")) {
            input.path("repositoryNames").forEach(name -> list.add(describe(settings(name.asText()))));
        } else {
            store.repositories().values().forEach(settings -> list.add(describe(settings)));
        }
        return answer;
    }

    private ObjectNode describe(RepositorySettings settings) {
        ObjectNode repository = JSON.createObjectNode()
                .put("repositoryArn", "arn:aws:ecr:%s:%s:repository/%s".formatted(region, account, settings.name()))
                .put("registryId", account)
                .put("repositoryName", settings.name())
                .put("repositoryUri", registry + "/" + settings.name())
                .put("createdAt", settings.createdAt().toEpochMilli() / 1000.0)
                .put("imageTagMutability", settings.mutability().mode().name());
        ArrayNode filters = JSON.createArrayNode();
        for (String filter : settings.mutability().exclusions()) {
            filters.addObject().put("filterType", "WILDCARD").put("filter", filter);
        }
        if (!filters.isEmpty()) {
            repository.set("imageTagMutabilityExclusionFilters", filters);
        }
        repository.putObject("imageScanningConfiguration").put("scanOnPush", false);
        repository.putObject("encryptionConfiguration").put("encryptionType", "AES256");
        return repository;
    }
}

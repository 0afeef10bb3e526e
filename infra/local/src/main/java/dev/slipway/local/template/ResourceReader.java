package dev.slipway.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.local.iam.Policy;
import dev.slipway.local.iam.ResourcePolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads each resource by its type, and refuses the properties that it did not read. */
final class ResourceReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StackSettings settings;
    private final StackReferences references;
    private final FunctionReader functions;
    private final StateMachineReader stateMachines;

    ResourceReader(StackSettings settings, StackReferences references, Path folder) {
        this.settings = settings;
        this.references = references;
        functions = new FunctionReader(settings);
        stateMachines = new StateMachineReader(folder);
    }

    List<Declared> read(ResourceNode resource) {
        Optional<ResourceType> type = ResourceType.of(resource.type());
        if (type.isEmpty()) {
            references.resolver().resolve(resource.properties());
            String physicalId = settings.stackName() + "-" + resource.logicalId();
            return List.of(new Declared.Inert(resource.logicalId(), resource.type(), physicalId));
        }
        Properties properties = new Properties(resource.type(), resource.properties(), references.resolver());
        properties.optional(type.get().nameProperty());
        List<Declared> declared = read(type.get(), resource, properties);
        properties.refuseUnread();
        return declared;
    }

    private List<Declared> read(ResourceType type, ResourceNode resource, Properties properties) {
        String id = resource.logicalId();
        String name = references.name(resource);
        return switch (type) {
            case BUCKET -> List.of(bucket(id, name, properties));
            case REPOSITORY -> List.of(repository(id, name, properties));
            case PROJECT -> List.of(project(id, name, properties));
            case FUNCTION -> functions.read(resource, name, properties);
            case STATE_MACHINE -> {
                String arn = type.ref(name, settings);
                yield List.of(stateMachines.read(resource, name, arn, properties));
            }
            case ROLE -> List.of(role(id, name, properties));
            case MANAGED_POLICY ->
                List.of(new Declared.ManagedPolicy(id, type.ref(name, settings), policy(id, properties)));
            case QUEUE -> List.of(new Declared.Inert(id, type.type(), name));
            case LOG_GROUP -> List.of(new Declared.LogGroup(id, name));
        };
    }

    private static Declared.Bucket bucket(String id, String name, Properties properties) {
        Properties notifications = properties.under("NotificationConfiguration").under("EventBridgeConfiguration");
        return new Declared.Bucket(id, name, notifications.flag("EventBridgeEnabled"));
    }

    private Declared.Repository repository(String id, String name, Properties properties) {
        List<String> exclusions = new ArrayList<>();
        for (Properties filter : properties.items("ImageTagMutabilityExclusionFilters")) {
            String type = filter.text("ImageTagMutabilityExclusionFilterType");
            if (!type.equals("WILDCARD")) {
                throw new TemplateException(filter.place(), "exclusion filter not implemented: " + type);
            }
            exclusions.add(filter.text("ImageTagMutabilityExclusionFilterValue"));
        }
        String mutability = properties.optional("ImageTagMutability").orElse("MUTABLE");
        return new Declared.Repository(
                id,
                name,
                settings.registry() + "/" + name,
                mutability,
                exclusions,
                resourcePolicy(
                        "RepositoryPolicyText", name, settings.account().arn("ecr", "repository/" + name), properties));
    }

    private Declared.Role role(String id, String name, Properties properties) {
        String arn = settings.account().roleArn(name);
        List<String> managed = new ArrayList<>();
        properties.json("ManagedPolicyArns").ifPresent(arns -> arns.forEach(item -> managed.add(item.asText())));
        Map<String, Policy> trust = resourcePolicy("AssumeRolePolicyDocument", id, arn, properties);
        return new Declared.Role(id, name, arn, policies(properties), managed, trust);
    }

    private static Map<String, Policy> resourcePolicy(String property, String name, String arn, Properties properties) {
        Optional<JsonNode> document = properties.json(property);
        try {
            return document.isEmpty() ? Map.of() : ResourcePolicy.read(name, parsed(document.get()), arn);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(properties.placeOf(property), String.valueOf(e.getMessage()));
        }
    }

    /** CloudFormation takes a document as text, too: the only way to compute the name of a condition's key. */
    private static JsonNode parsed(JsonNode document) {
        try {
            return document.isTextual() ? JSON.readTree(document.asText()) : document;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("policy is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Declared.Project project(String id, String name, Properties properties) {
        Properties source = properties.under("Source");
        only(source, "Type", "S3");
        only(properties.under("Artifacts"), "Type", "NO_ARTIFACTS");
        Properties environment = properties.under("Environment");
        Properties logs = properties.under("LogsConfig").under("CloudWatchLogs");
        logs.optional("Status").filter(status -> !status.equals("ENABLED")).ifPresent(status -> {
            throw new TemplateException(logs.placeOf("Status"), "status of build logs not implemented: " + status);
        });
        return new Declared.Project(
                id,
                name,
                properties.optional("Description").orElse(""),
                properties.text("ServiceRole"),
                properties.number("TimeoutInMinutes", 60),
                properties.number("QueuedTimeoutInMinutes", 480),
                source.text("Location"),
                variables(environment),
                environment.text("Type"),
                environment.text("ComputeType"),
                environment.text("Image"),
                logs.optional("GroupName"));
    }

    private static Policy policies(Properties properties) {
        Policy all = Policy.NONE;
        for (Properties policy : properties.items("Policies")) {
            all = all.and(policy(policy.text("PolicyName"), policy));
        }
        return all;
    }

    private static Policy policy(String name, Properties properties) {
        Optional<JsonNode> document = properties.json("PolicyDocument");
        try {
            return Policy.read(name, document.orElseThrow(() -> new IllegalArgumentException("no PolicyDocument")));
        } catch (IllegalArgumentException e) {
            throw new TemplateException(properties.placeOf("PolicyDocument"), String.valueOf(e.getMessage()));
        }
    }

    private static List<Declared.Variable> variables(Properties environment) {
        List<Declared.Variable> variables = new ArrayList<>();
        for (Properties variable : environment.items("EnvironmentVariables")) {
            String type = variable.optional("Type").orElse("PLAINTEXT");
            if (!type.equals("PLAINTEXT")) {
                throw new TemplateException(variable.placeOf("Type"), "type of variable not implemented: " + type);
            }
            variables.add(new Declared.Variable(variable.text("Name"), variable.text("Value"), type));
        }
        return variables;
    }

    private static void only(Properties properties, String name, String implemented) {
        String value = properties.text(name);
        if (!value.equals(implemented)) {
            throw new TemplateException(properties.placeOf(name), name + " not implemented: " + value);
        }
    }
}

package dev.slipway.local.template;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Answers Ref and GetAtt from the stack's parameters, pseudo parameters and the names of its resources. */
final class StackReferences implements References {
    private static final String ALIAS = ".Alias";

    private final StackSettings settings;
    private final Map<String, String> parameters;
    private final Map<String, ResourceNode> resources;
    private final Resolver resolver;
    private final Set<String> open = new HashSet<>();

    StackReferences(
            StackSettings settings,
            Map<String, String> parameters,
            Map<String, ResourceNode> resources,
            Node.Fields conditions) {
        this.settings = settings;
        this.parameters = parameters;
        this.resources = resources;
        this.resolver = new Resolver(this, conditions);
    }

    Resolver resolver() {
        return resolver;
    }

    @Override
    public String ref(String name, Place place) {
        String parameter = parameters.get(name);
        if (parameter != null) {
            return parameter;
        }
        if (name.startsWith("AWS::")) {
            return pseudo(name, place);
        }
        if (name.endsWith(ALIAS)) {
            return alias(name.substring(0, name.length() - ALIAS.length()), place);
        }
        ResourceNode resource = resource(name, place);
        ResourceType type = type(resource, place);
        return type.ref(name(resource), settings);
    }

    @Override
    public String attribute(String id, String attribute, Place place) {
        ResourceNode resource = resource(id, place);
        ResourceType type = type(resource, place);
        String value = type.attributes(name(resource), settings).get(attribute);
        if (value == null) {
            throw new TemplateException(
                    place, "attribute of %s not implemented: %s.%s".formatted(type.type(), id, attribute));
        }
        return value;
    }

    /** Returns the name that a resource has or gets. */
    String name(ResourceNode resource) {
        Node given = ResourceType.of(resource.type())
                .map(type -> resource.properties().fields().get(type.nameProperty()))
                .map(resolver::reduce)
                .orElse(null);
        if (given == null) {
            // AWS puts random letters after it; here a resource keeps its name.
            return settings.stackName() + "-" + resource.logicalId();
        }
        if (!open.add(resource.logicalId())) {
            throw new TemplateException(given.place(), "resource's name depends on itself: " + resource.logicalId());
        }
        String name = resolver.text(given);
        open.remove(resource.logicalId());
        return name;
    }

    private String alias(String id, Place place) {
        ResourceNode function = resource(id, place);
        Node alias = function.properties().fields().get("AutoPublishAlias");
        if (!function.type().equals(ResourceType.FUNCTION.type()) || alias == null) {
            throw new TemplateException(place, "no function with AutoPublishAlias: " + id);
        }
        return attribute(id, "Arn", place) + ":" + resolver.text(alias);
    }

    private ResourceNode resource(String id, Place place) {
        ResourceNode resource = resources.get(id);
        if (resource == null) {
            throw new TemplateException(place, "no parameter or resource of this name: " + id);
        }
        return resource;
    }

    private static ResourceType type(ResourceNode resource, Place place) {
        return ResourceType.of(resource.type())
                .orElseThrow(() -> new TemplateException(
                        place, "a resource without local effect has nothing to refer to: " + resource.logicalId()));
    }

    private String pseudo(String name, Place place) {
        return switch (name) {
            case "AWS::AccountId" -> settings.account().id();
            case "AWS::Region" -> settings.account().region();
            case "AWS::Partition" -> "aws";
            case "AWS::StackName" -> settings.stackName();
            case "AWS::StackId" -> settings.stackId();
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::NoValue" -> throw new TemplateException(place, "AWS::NoValue cannot stand here");
            default -> throw new TemplateException(place, "pseudo parameter not implemented: " + name);
        };
    }
}

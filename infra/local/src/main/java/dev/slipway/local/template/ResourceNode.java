package dev.slipway.local.template;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource as written.
 *
 * @param condition null where it always stands
 * @param properties with the Globals of its type
 */
record ResourceNode(String logicalId, String type, @Nullable Node condition, Node.Fields properties, Place place) {
    private static final Set<String> READ = Set.of("Type", "Condition", "Properties");

    static ResourceNode of(String logicalId, Node node, Globals globals) {
        if (!(node instanceof Node.Fields map) || !(map.fields().get("Type") instanceof Node.Scalar type)) {
            throw new TemplateException(node.place(), "resource without a type: " + logicalId);
        }
        map.fields().forEach((name, value) -> {
            if (!READ.contains(name) && !NoLocalEffect.ATTRIBUTES.contains(name)) {
                throw new TemplateException(value.place(), "attribute of a resource not implemented: " + name);
            }
        });
        if (ResourceType.of(type.text()).isEmpty() && !NoLocalEffect.TYPES.contains(type.text())) {
            throw new TemplateException(type.place(), "resource type not implemented: " + type.text());
        }
        Node given = map.fields().get("Properties");
        if (given != null && !(given instanceof Node.Fields)) {
            throw new TemplateException(given.place(), "Properties must be a map");
        }
        Node.Fields own = given instanceof Node.Fields fields ? fields : new Node.Fields(node.place(), Map.of());
        return new ResourceNode(
                logicalId,
                type.text(),
                map.fields().get("Condition"),
                globals.mergedInto(type.text(), own),
                node.place());
    }
}

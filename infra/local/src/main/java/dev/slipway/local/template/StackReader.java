package dev.slipway.local.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a template into the {@link Stack} that it declares. */
public final class StackReader {
    private static final String SAM = "AWS::Serverless-2016-10-31";
    private static final Set<String> SECTIONS =
            Set.of("Transform", "Parameters", "Conditions", "Globals", "Resources", "Outputs");

    private final Path file;
    private final StackSettings settings;
    private final Node.Fields root;

    private StackReader(Path file, StackSettings settings, Node.Fields root) {
        this.file = file;
        this.settings = settings;
        this.root = root;
    }

    /**
     * Reads a template.
     *
     * @throws TemplateException what is wrong in it or not implemented, with its place
     */
    public static Stack read(Path file, StackSettings settings) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new TemplateException(new Place(file.toString(), 1), "cannot read it: " + e, e);
        }
        String name = String.valueOf(file.getFileName());
        return new StackReader(file.toAbsolutePath(), settings, YamlReader.read(name, text)).stack();
    }

    private Stack stack() {
        checkSections();
        Map<String, String> parameters = Parameters.values(section("Parameters"), settings.parameters());
        Map<String, ResourceNode> standing = new LinkedHashMap<>();
        StackReferences references = new StackReferences(settings, parameters, standing, section("Conditions"));
        Resolver resolver = references.resolver();
        resolver.conditions().checkAll();
        Globals globals = new Globals(section("Globals"));
        section("Resources").fields().forEach((id, node) -> {
            ResourceNode resource = ResourceNode.of(id, node, globals);
            if (holds(resource.condition(), resolver)) {
                standing.put(id, resource);
            }
        });
        Path folder = java.util.Objects.requireNonNull(file.getParent(), "a file has a folder");
        ResourceReader reader = new ResourceReader(settings, references, folder);
        List<Declared> resources = new ArrayList<>();
        standing.values().forEach(resource -> resources.addAll(reader.read(resource)));
        return new Stack(
                settings.stackName(),
                settings.stackId(),
                root.fields().get("Description") instanceof Node.Scalar text ? text.text() : "",
                settings.account(),
                parameters,
                resources,
                outputs(resolver));
    }

    private void checkSections() {
        root.fields().forEach((name, node) -> {
            if (!SECTIONS.contains(name) && !NoLocalEffect.SECTIONS.contains(name)) {
                throw new TemplateException(node.place(), "section not implemented: " + name);
            }
        });
        Node transform = root.fields().get("Transform");
        if (transform != null
                && !(transform instanceof Node.Scalar scalar && scalar.text().equals(SAM))) {
            throw new TemplateException(transform.place(), "transform not implemented: anything but " + SAM);
        }
    }

    private List<Stack.Output> outputs(Resolver resolver) {
        List<Stack.Output> outputs = new ArrayList<>();
        section("Outputs").fields().forEach((key, node) -> {
            if (!(node instanceof Node.Fields map)) {
                throw new TemplateException(node.place(), "output must be a map: " + key);
            }
            if (holds(map.fields().get("Condition"), resolver)) {
                Properties properties = new Properties("Outputs." + key, map, resolver);
                properties.optional("Condition");
                String description = properties.optional("Description").orElse("");
                outputs.add(new Stack.Output(key, properties.text("Value"), description));
                properties.refuseUnread();
            }
        });
        return outputs;
    }

    private static boolean holds(@Nullable Node condition, Resolver resolver) {
        return condition == null || resolver.conditions().holds(resolver.text(condition), condition.place());
    }

    private Node.Fields section(String name) {
        Node section = root.fields().get(name);
        if (section == null) {
            return new Node.Fields(root.place(), Map.of());
        }
        if (section instanceof Node.Fields fields) {
            return fields;
        }
        throw new TemplateException(section.place(), "section must be a map: " + name);
    }
}

package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML with CloudFormation's short tags into {@link Node}s, refusing tags and functions that are not implemented. */
final class YamlReader {
    /** The intrinsic functions that {@link Resolver} and {@link Conditions} implement. */
    private static final Set<String> FUNCTIONS =
            Set.of("Ref", "GetAtt", "Sub", "If", "Equals", "Not", "And", "Or", "Condition", "Join", "Select", "Split");

    private final String file;

    private YamlReader(String file) {
        this.file = file;
    }

    /** Reads a whole document, which is a map. */
    static Node.Fields read(String file, String text) {
        YamlReader reader = new YamlReader(file);
        Place start = new Place(file, 1);
        try {
            var root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root != null && reader.convert(root, start) instanceof Node.Fields fields) {
                return fields;
            }
        } catch (MarkedYAMLException e) {
            Place place = e.getProblemMark() == null
                    ? start
                    : new Place(file, e.getProblemMark().getLine() + 1);
            throw new TemplateException(place, "not YAML: " + e.getProblem(), e);
        }
        throw new TemplateException(start, "not a map of sections");
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, Place place) {
        String function = shortForm(node, place);
        if (function != null) {
            return new Node.Call(place, function, withoutTag(node, place));
        }
        return withoutTag(node, place);
    }

    private Node withoutTag(org.yaml.snakeyaml.nodes.Node node, Place place) {
        if (node instanceof ScalarNode scalar) {
            return new Node.Scalar(place, value(scalar));
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item, placeOf(item))));
            return new Node.Items(place, items);
        }
        if (node instanceof MappingNode mapping) {
            return longForm(new Node.Fields(place, fields(mapping)));
        }
        throw new TemplateException(place, "YAML node not implemented: " + node.getNodeId());
    }

    private Map<String, Node> fields(MappingNode mapping) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = placeOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new TemplateException(place, "the name of a field must be a text");
            }
            if (fields.put(key.getValue(), convert(tuple.getValueNode(), place)) != null) {
                throw new TemplateException(place, "field given twice: " + key.getValue());
            }
        }
        return fields;
    }

    private static Node longForm(Node.Fields map) {
        if (map.fields().size() != 1) {
            return map;
        }
        var only = map.fields().entrySet().iterator().next();
        String name = only.getKey();
        if (name.equals("Ref") || name.startsWith("Fn::")) {
            String function = name.equals("Ref") ? name : name.substring(4);
            return new Node.Call(map.place(), known(function, name, map.place()), only.getValue());
        }
        return map;
    }

    private static @Nullable String shortForm(org.yaml.snakeyaml.nodes.Node node, Place place) {
        String tag = node.getTag().getValue();
        return tag.startsWith("!") && tag.length() > 1 ? known(tag.substring(1), tag, place) : null;
    }

    private static String known(String function, String asWritten, Place place) {
        if (!FUNCTIONS.contains(function)) {
            throw new TemplateException(place, "intrinsic function not implemented: " + asWritten);
        }
        return function;
    }

    private static JsonNode value(ScalarNode scalar) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return json.booleanNode(Set.of("true", "yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT)));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            BigDecimal number = new BigDecimal(text);
            return number.scale() == 0 ? json.numberNode(number.longValueExact()) : json.numberNode(number);
        }
        return json.textNode(text);
    }

    private Place placeOf(org.yaml.snakeyaml.nodes.Node node) {
        return new Place(file, node.getStartMark().getLine() + 1);
    }
}

package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves intrinsic functions. Java's null stands for AWS::NoValue: the field or item is not there. */
final class Resolver {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
    private static final String NO_VALUE = "AWS::NoValue";

    private final References references;
    private final Conditions conditions;

    Resolver(References references, Node.Fields conditions) {
        this.references = references;
        this.conditions = new Conditions(conditions, this::text);
    }

    Conditions conditions() {
        return conditions;
    }

    /** Follows If to the branch that holds, and nothing else; null where that is AWS::NoValue. */
    @Nullable
    Node reduce(Node node) {
        if (!(node instanceof Node.Call call)) {
            return node;
        }
        if (call.function().equals("Ref") && isNoValue(call.argument())) {
            return null;
        }
        if (!call.function().equals("If")) {
            return node;
        }
        List<Node> parts = list(call, 3, 3);
        boolean holds = conditions.holds(text(parts.get(0)), call.place());
        return reduce(parts.get(holds ? 1 : 2));
    }

    /** Resolves to a text; lists, maps and AWS::NoValue are refused. */
    String text(Node node) {
        JsonNode value = resolve(node);
        if (value == null || !value.isValueNode() || value.isNull()) {
            throw new TemplateException(node.place(), "must be a text");
        }
        return value.asText();
    }

    /** Resolves a part with all that is in it. */
    @Nullable
    JsonNode resolve(Node given) {
        Node node = reduce(given);
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar) {
            return checked(scalar.value(), scalar.place());
        }
        if (node instanceof Node.Items list) {
            ArrayNode array = JSON.arrayNode();
            list.items().forEach(item -> {
                JsonNode value = resolve(item);
                if (value != null) {
                    array.add(value);
                }
            });
            return array;
        }
        if (node instanceof Node.Fields map) {
            ObjectNode object = JSON.objectNode();
            map.fields().forEach((name, field) -> {
                JsonNode value = resolve(field);
                if (value != null) {
                    object.set(name, value);
                }
            });
            return object;
        }
        Node.Call call = (Node.Call) node;
        return checked(call(call), call.place());
    }

    private JsonNode call(Node.Call call) {
        return switch (call.function()) {
            case "Ref" -> JSON.textNode(references.ref(name(call), call.place()));
            case "GetAtt" -> JSON.textNode(attribute(call));
            case "Sub" -> JSON.textNode(substitute(call));
            case "Join" -> JSON.textNode(join(call));
            case "Split" -> split(call);
            case "Select" -> select(call);
            default ->
                throw new TemplateException(
                        call.place(), call.function() + " is allowed in the Conditions section only");
        };
    }

    private String attribute(Node.Call call) {
        if (call.argument() instanceof Node.Items list && list.items().size() == 2) {
            return references.attribute(
                    text(list.items().get(0)), text(list.items().get(1)), call.place());
        }
        return attribute(name(call), call.place());
    }

    private String attribute(String path, Place place) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            throw new TemplateException(place, "GetAtt needs resource.attribute: " + path);
        }
        return references.attribute(path.substring(0, dot), path.substring(dot + 1), place);
    }

    private String substitute(Node.Call call) {
        Node template = call.argument();
        Map<String, Node> own = Map.of();
        if (template instanceof Node.Items list
                && list.items().size() == 2
                && list.items().get(1) instanceof Node.Fields map) {
            template = list.items().get(0);
            own = map.fields();
        }
        if (!(template instanceof Node.Scalar scalar)) {
            throw new TemplateException(call.place(), "Sub takes a text, or a text and a map");
        }
        StringBuilder out = new StringBuilder();
        Matcher variables = VARIABLE.matcher(scalar.text());
        while (variables.find()) {
            String value = variable(variables.group(1).strip(), own, call.place());
            variables.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        // ${!Name} is how a literal ${Name} is written.
        return variables.appendTail(out).toString().replace("${!", "${");
    }

    private String variable(String name, Map<String, Node> own, Place place) {
        Node value = own.get(name);
        if (value != null) {
            return text(value);
        }
        // SAM's X.Alias is a Ref with a dot in it, not an attribute.
        boolean attribute = name.contains(".") && !name.endsWith(".Alias");
        return attribute ? attribute(name, place) : references.ref(name, place);
    }

    private String join(Node.Call call) {
        List<Node> parts = list(call, 2, 2);
        List<String> texts = new ArrayList<>();
        array(parts.get(1), call).forEach(item -> texts.add(item.asText()));
        return String.join(text(parts.get(0)), texts);
    }

    private ArrayNode split(Node.Call call) {
        List<Node> parts = list(call, 2, 2);
        ArrayNode array = JSON.arrayNode();
        for (String part : text(parts.get(1)).split(Pattern.quote(text(parts.get(0))), -1)) {
            array.add(part);
        }
        return array;
    }

    private JsonNode select(Node.Call call) {
        List<Node> parts = list(call, 2, 2);
        String index = text(parts.get(0));
        JsonNode item = index.matches("[0-9]{1,4}") ? array(parts.get(1), call).get(Integer.parseInt(index)) : null;
        if (item == null) {
            throw new TemplateException(call.place(), "Select has no item " + index);
        }
        return item;
    }

    private JsonNode array(Node node, Node.Call call) {
        JsonNode value = resolve(node);
        if (value == null || !value.isArray()) {
            throw new TemplateException(call.place(), call.function() + " needs a list");
        }
        return value;
    }

    private static String name(Node.Call call) {
        if (call.argument() instanceof Node.Scalar name) {
            return name.text();
        }
        throw new TemplateException(call.place(), call.function() + " takes a name");
    }

    private static List<Node> list(Node.Call call, int least, int most) {
        if (call.argument() instanceof Node.Items list
                && list.items().size() >= least
                && list.items().size() <= most) {
            return list.items();
        }
        throw new TemplateException(call.place(), call.function() + " takes a list of " + most);
    }

    private static boolean isNoValue(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text().equals(NO_VALUE);
    }

    private static JsonNode checked(JsonNode value, Place place) {
        if (value.isTextual() && value.textValue().contains("{{resolve:")) {
            throw new TemplateException(place, "dynamic reference not implemented: " + value.textValue());
        }
        return value;
    }
}

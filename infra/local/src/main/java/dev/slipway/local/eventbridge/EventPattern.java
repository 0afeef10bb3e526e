package dev.slipway.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An event pattern: every field named must match, each by one of its listed values.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html">
 *     Comparison operators</a>
 */
final class EventPattern {
    private final Predicate<JsonNode> test;

    private EventPattern(Predicate<JsonNode> test) {
        this.test = test;
    }

    /**
     * Compiles a pattern.
     *
     * @throws InvalidPatternException what is wrong with it or not implemented
     */
    static EventPattern parse(JsonNode pattern) {
        return new EventPattern(object("", pattern));
    }

    boolean matches(JsonNode event) {
        return test.test(event);
    }

    private static Predicate<JsonNode> object(String path, JsonNode pattern) {
        if (!pattern.isObject()) {
            throw new InvalidPatternException(path, "must be an object");
        }
        if (pattern.isEmpty()) {
            throw new InvalidPatternException(path, "Empty objects are not allowed");
        }
        List<Predicate<JsonNode>> all = new ArrayList<>();
        pattern.properties().forEach(field -> {
            String name = field.getKey();
            String below = path.isEmpty() ? name : path + "." + name;
            all.add(
                    name.equals("$or") && isListOfObjects(field.getValue())
                            ? or(path, field.getValue())
                            : field(name, below, field.getValue()));
        });
        return node -> all.stream().allMatch(each -> each.test(node));
    }

    /** Without a list of two objects and more, $or is a field like any other. */
    private static boolean isListOfObjects(JsonNode value) {
        boolean objects = value.isArray() && value.size() > 1;
        for (JsonNode item : value) {
            objects &= item.isObject();
        }
        return objects;
    }

    private static Predicate<JsonNode> or(String path, JsonNode alternatives) {
        List<Predicate<JsonNode>> any = new ArrayList<>();
        alternatives.forEach(alternative -> any.add(object(path, alternative)));
        return node -> any.stream().anyMatch(each -> each.test(node));
    }

    private static Predicate<JsonNode> field(String name, String path, JsonNode pattern) {
        if (pattern.isObject()) {
            Predicate<JsonNode> below = object(path, pattern);
            // A list in an event stands for each of its items. A field that is not there may be asked not to exist.
            return node -> anyOf(node.path(name), below);
        }
        if (!pattern.isArray()) {
            throw new InvalidPatternException(path, "\"" + name + "\" must be an object or an array");
        }
        if (pattern.isEmpty()) {
            throw new InvalidPatternException(path, "Empty arrays are not allowed");
        }
        List<Predicate<JsonNode>> values = new ArrayList<>();
        pattern.forEach(item -> values.add(value(path, item)));
        return node -> values.stream().anyMatch(each -> each.test(node.path(name)));
    }

    /** Compiles one value of a leaf into a test of the event's field, which may be missing. */
    private static Predicate<JsonNode> value(String path, JsonNode item) {
        if (item.isObject() && item.has("exists")) {
            JsonNode wanted = item.get("exists");
            if (!wanted.isBoolean() || item.size() != 1) {
                throw new InvalidPatternException(path, "exists match pattern must be either true or false");
            }
            return field -> (!field.isMissingNode() && !field.isObject()) == wanted.asBoolean();
        }
        Predicate<JsonNode> scalar = ValueTests.parse(path, item);
        return field -> !field.isMissingNode() && !field.isObject() && anyOf(field, scalar);
    }

    private static boolean anyOf(JsonNode field, Predicate<JsonNode> test) {
        if (!field.isArray()) {
            return test.test(field);
        }
        for (JsonNode item : field) {
            if (anyOf(item, test)) {
                return true;
            }
        }
        return false;
    }
}

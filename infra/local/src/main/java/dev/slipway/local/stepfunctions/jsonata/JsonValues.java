package dev.slipway.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries values between Jackson's tree and the plain collections that JSONata works on. */
final class JsonValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double LARGEST_EXACT = 9_007_199_254_740_992d;

    private JsonValues() {}

    /** Converts for a variable, where Java's null would mean undefined. */
    static Object toVariable(JsonNode node) {
        Object value = toJava(node);
        return value == null ? Jsonata.NULL_VALUE : value;
    }

    private static @Nullable Object toJava(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> toMap(node);
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(item -> list.add(toJava(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> toNumber(node);
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> toMap(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(field -> map.put(field.getKey(), toJava(field.getValue())));
        return map;
    }

    private static Number toNumber(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        return node.isIntegralNumber() && node.canConvertToLong() ? (Number) node.longValue() : node.doubleValue();
    }

    /**
     * Converts a result.
     *
     * @throws IllegalArgumentException for what JSON cannot hold, such as a function
     */
    static JsonNode toJson(@Nullable Object value) {
        if (value == null || value == Jsonata.NULL_VALUE) {
            return NODES.nullNode();
        }
        if (value instanceof String text) {
            return NODES.textNode(text);
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode(list.size());
            list.forEach(item -> array.add(toJson(item)));
            return array;
        }
        if (value instanceof Map<?, ?> map && !map.containsKey("_jsonata_lambda")) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, item) -> object.set(String.valueOf(key), toJson(item)));
            return object;
        }
        throw new IllegalArgumentException("not JSON: " + value.getClass().getSimpleName());
    }

    private static JsonNode number(Number number) {
        double value = number.doubleValue();
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT) {
            long whole = number.longValue();
            return whole == (int) whole ? NODES.numberNode((int) whole) : NODES.numberNode(whole);
        }
        return number instanceof Long whole ? NODES.numberNode(whole) : NODES.numberNode(value);
    }
}

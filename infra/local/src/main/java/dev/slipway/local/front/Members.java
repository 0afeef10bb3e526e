package dev.slipway.local.front;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The types of a service's input members. AWS gives a member one type by its name, wherever in the input it stands, so
 * that a table by name is enough. A member of null counts as left out and one that the table does not name is let
 * through, as AWS does.
 */
public final class Members {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** No member has a type. */
    public static final Members NONE = new Members(Map.of());

    private final Map<String, MemberType> types;

    private Members(Map<String, MemberType> types) {
        this.types = Map.copyOf(types);
    }

    /** Returns these members and more of one type. */
    public Members and(MemberType type, String... names) {
        Map<String, MemberType> all = new HashMap<>(types);
        for (String name : names) {
            all.put(name, type);
        }
        return new Members(all);
    }

    /**
     * Reads an input.
     *
     * @param body a JSON object; a blank text is an empty one
     * @throws JsonProcessingException where it is none, or more than one
     * @throws AwsException SerializationException where a member has another type
     */
    public ObjectNode read(String body) throws JsonProcessingException {
        if (JSON.readTree(body.isBlank() ? "{}" : body) instanceof ObjectNode object) {
            check(object);
            return object;
        }
        throw JsonMappingException.from((JsonParser) null, "it is not an object");
    }

    private void check(ObjectNode object) {
        object.removeNulls();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            MemberType type = types.get(member.getKey());
            if (type != null) {
                check(type, member.getValue());
            }
        }
    }

    private void check(MemberType type, JsonNode value) {
        boolean right = switch (type) {
            case STRING -> value.isTextual();
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> value.isIntegralNumber() && value.canConvertToInt();
            case LONG -> value.isIntegralNumber() && value.canConvertToLong();
            case TIMESTAMP -> value.isNumber();
            case STRUCTURE, STRINGS_BY_NAME -> value.isObject();
            case STRUCTURES, STRINGS -> value.isArray();
        };
        if (!right) {
            throw new AwsException(400, "SerializationException", unexpected(value, type));
        }
        if (value instanceof ObjectNode object && type == MemberType.STRUCTURE) {
            check(object);
        } else if (value instanceof ArrayNode || type == MemberType.STRINGS_BY_NAME) {
            value.forEach(
                    item -> check(type == MemberType.STRUCTURES ? MemberType.STRUCTURE : MemberType.STRING, item));
        }
    }

    private static String unexpected(JsonNode value, MemberType type) {
        return value.isContainerNode()
                ? "Start of " + (value.isArray() ? "list" : "structure or map") + " found where not expected."
                : value.getNodeType() + "_VALUE can not be converted to " + type.article();
    }
}

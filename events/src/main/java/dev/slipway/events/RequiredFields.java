package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a message has every field that its record does not mark {@link Nullable}.
 *
 * <p>The binder hands an absent field to the constructor as null, which names no place; walking the record's components
 * beside the tree names the path.
 */
final class RequiredFields {

    private RequiredFields() {}

    static void check(JsonNode json, Class<?> type) {
        checkRecord(json, type, "$");
    }

    private static void checkRecord(JsonNode json, Class<?> type, String path) {
        if (!json.isObject()) {
            throw new InvalidEventException(path, "must be an object");
        }
        // First: what else of a later form seems wrong is not.
        int schema = json.path("schema").asInt();
        if (schema > Codec.SCHEMA) {
            throw new NewerSchemaException(schema);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            AnnotatedType annotated = component.getAnnotatedType();
            String name = nameOf(component);
            JsonNode value = json.path(name);
            String place = path + "." + name;
            if (!value.isMissingNode() && !value.isNull()) {
                checkValue(value, annotated, place);
            } else if (!annotated.isAnnotationPresent(Nullable.class)) {
                throw new InvalidEventException(place, "is missing");
            }
        }
    }

    /** Returns the name of the field in JSON. */
    static String nameOf(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }

    private static void checkValue(JsonNode json, AnnotatedType annotated, String path) {
        Type type = annotated.getType();
        if (type instanceof Class<?> plain && plain.isRecord() && !isScalar(plain)) {
            checkRecord(json, plain, path);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            AnnotatedType[] arguments = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw) && json.isArray()) {
                for (int i = 0; i < json.size(); i++) {
                    checkValue(present(json.get(i), path + "[" + i + "]"), arguments[0], path + "[" + i + "]");
                }
            } else if (Map.class.isAssignableFrom(raw) && json.isObject()) {
                json.properties()
                        .forEach(entry -> checkValue(
                                present(entry.getValue(), path + "." + entry.getKey()),
                                arguments[1],
                                path + "." + entry.getKey()));
            }
        }
    }

    private static JsonNode present(JsonNode json, String path) {
        if (json.isNull()) {
            throw new InvalidEventException(path, "is missing");
        }
        return json;
    }

    private static boolean isScalar(Class<?> type) {
        return Arrays.stream(type.getMethods()).anyMatch(RequiredFields::isJsonValue);
    }

    private static boolean isJsonValue(Method method) {
        return method.isAnnotationPresent(JsonValue.class);
    }
}

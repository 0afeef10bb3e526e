package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record and its schema say the same, component by component. */
final class SchemasTest {
    static List<Class<? extends Record>> records() {
        return Records.all();
    }

    @ParameterizedTest
    @MethodSource("records")
    void schema_required_areTheComponentsThatAreNotNullable(Class<? extends Record> record) {
        List<String> required = Arrays.stream(record.getRecordComponents())
                .filter(component -> !isNullable(component))
                .map(RequiredFields::nameOf)
                .toList();
        assertThat(texts(schema(record).path("required"))).isEqualTo(required);
    }

    @ParameterizedTest
    @MethodSource("records")
    void schema_properties_areTheComponents(Class<? extends Record> record) {
        List<String> properties = new ArrayList<>();
        schema(record).path("properties").fieldNames().forEachRemaining(properties::add);
        assertThat(properties)
                .isEqualTo(Arrays.stream(record.getRecordComponents())
                        .map(RequiredFields::nameOf)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("records")
    void schema_nullableComponent_takesNull(Class<? extends Record> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            JsonNode property = schema(record).path("properties").path(RequiredFields.nameOf(component));
            List<String> types = new ArrayList<>(texts(property.path("type")));
            property.path("anyOf")
                    .forEach(choice -> types.add(choice.path("type").asText()));
            assertThat(types.contains("null")).as(component.getName()).isEqualTo(isNullable(component));
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void schema_enumeration_listsTheConstants(Class<? extends Record> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getType().isEnum()) {
                List<String> constants = Arrays.stream(component.getType().getEnumConstants())
                        .map(constant -> Codec.tree(constant).asText())
                        .toList();
                JsonNode values = schema(record)
                        .path("properties")
                        .path(RequiredFields.nameOf(component))
                        .path("enum");
                assertThat(texts(values).stream().filter(value -> !value.equals("null")))
                        .isEqualTo(constants);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void schema_describesEverything(Class<? extends Record> record) {
        JsonNode schema = schema(record);
        assertThat(schema.path("title").asText()).isEqualTo(record.getSimpleName());
        assertThat(schema.path("description").asText()).isNotBlank();
        schema.path("properties")
                .properties()
                .forEach(property -> assertThat(
                                property.getValue().path("description").asText())
                        .as(property.getKey())
                        .endsWith("."));
    }

    @Test
    void records_areFound() {
        assertThat(Records.all()).hasSizeGreaterThan(35);
    }

    private static JsonNode schema(Class<?> record) {
        return Schemas.read(Records.fileName(record));
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static List<String> texts(JsonNode node) {
        return node.isTextual()
                ? List.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }
}

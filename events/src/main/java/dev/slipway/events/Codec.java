package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes the records of this contract as JSON.
 *
 * <p>Unknown fields are passed over, so that a newer writer does not break an older reader. A missing or ill-typed field
 * is an {@link InvalidEventException} that names its JSON path; a record of a later {@link #SCHEMA} is a {@link
 * NewerSchemaException}. Times are ISO-8601 texts in UTC. Thread-safe.
 */
public final class Codec {
    /**
     * Number of the form that records are written in, which they carry as {@code schema}. It grows when an older reader would
     * take a record for something else; a field more is no new form.
     */
    public static final int SCHEMA = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Codec() {}

    /** Reads a record from text. */
    public static <T extends Record> T read(String json, Class<T> type) {
        return bind(parse(json), type);
    }

    /** Reads a record from a stream, which stays open. */
    public static <T extends Record> T read(InputStream json, Class<T> type) throws IOException {
        return read(new String(json.readAllBytes(), StandardCharsets.UTF_8), type);
    }

    /** Reads a record from a parsed tree. */
    public static <T extends Record> T bind(JsonNode json, Class<T> type) {
        RequiredFields.check(json, type);
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonMappingException e) {
            throw new InvalidEventException(JsonPaths.of(e.getPath()), cause(e), e);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("$", e.getOriginalMessage(), e);
        }
    }

    /** Parses text to a tree, for messages whose shape decides what they are. */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("$", "is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a record on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("value must be a record of this contract", e);
        }
    }

    /** Turns a record into a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    private static String cause(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null
                ? cause.getMessage()
                : e.getOriginalMessage();
    }
}

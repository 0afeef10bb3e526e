package dev.slipway.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schemas as they are shipped. */
final class Schemas {
    private static final String BASE = "https://slipway.dev/schema/";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Schemas::byId));

    private Schemas() {}

    static JsonNode read(String name) {
        return Codec.parse(text(name));
    }

    static List<String> problems(String name, String json) {
        return REGISTRY
                .getSchema(SchemaLocation.of(BASE + name + ".schema.json"))
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static String byId(String id) {
        return id.startsWith(BASE) ? text(id.substring(BASE.length()).replace(".schema.json", "")) : null;
    }

    private static String text(String name) {
        try (InputStream in = Codec.class.getResourceAsStream("schema/" + name + ".schema.json")) {
            if (in == null) {
                throw new AssertionError("there is no schema " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

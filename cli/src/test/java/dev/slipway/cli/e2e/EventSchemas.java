package dev.slipway.cli.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.events.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The schemas of Slipway's events, as they are shipped. */
final class EventSchemas {
    private static final String BASE = "https://slipway.dev/schema/";
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(EventSchemas::text));

    private EventSchemas() {}

    /** Returns what of an event is not as the schema of its detail type says. */
    static List<String> problems(JsonNode event) {
        String name = event.path("detail-type")
                .asText()
                .replace("Slipway", "event")
                .replace(' ', '-')
                .toLowerCase(Locale.ROOT);
        return REGISTRY
                .getSchema(SchemaLocation.of(BASE + name + ".schema.json"))
                .validate(
                        event.toString(),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static String text(String id) {
        try (InputStream in = Codec.class.getResourceAsStream("schema/" + id.substring(BASE.length()))) {
            if (in == null) {
                throw new AssertionError("there is no schema " + id);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

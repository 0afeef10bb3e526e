package dev.slipway.steps.s3trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import dev.slipway.events.TraceContext;
import dev.slipway.events.state.EnvironmentEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an upload says of its deployment in its user metadata; all else is in its slipway.toml.
 *
 * <p>{@code slipway-message} is a text; {@code slipway-env} and {@code slipway-args} are JSON objects of texts, as S3 turns the
 * names of metadata into lower case. Their variables stay set until somebody unsets them, as those of {@code --env} do.
 * {@code traceparent} and {@code tracestate} are those of W3C Trace Context.
 */
record UploadSettings(
        @Nullable String message,
        Map<String, EnvironmentEntry> env,
        Map<String, String> args,
        @Nullable TraceContext trace) {

    /**
     * Reads the metadata of an object.
     *
     * @throws IllegalArgumentException what is wrong with it
     */
    static UploadSettings of(Map<String, String> metadata) {
        Map<String, EnvironmentEntry> env = new LinkedHashMap<>();
        texts(metadata, "slipway-env").forEach((name, value) -> env.put(name, new EnvironmentEntry(value, false)));
        return new UploadSettings(
                metadata.get("slipway-message"), env, texts(metadata, "slipway-args"), carrier(metadata));
    }

    private static Map<String, String> texts(Map<String, String> metadata, String name) {
        String given = metadata.get(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (given == null) {
            return texts;
        }
        try {
            JsonNode object = Codec.parse(given);
            if (object.isObject()
                    && object.properties().stream()
                            .allMatch(field -> field.getValue().isTextual())) {
                object.properties()
                        .forEach(field ->
                                texts.put(field.getKey(), field.getValue().asText()));
                return texts;
            }
        } catch (InvalidEventException e) {
            // Said below.
        }
        throw new IllegalArgumentException("its metadata " + name + " must be a JSON object of texts");
    }

    private static @Nullable TraceContext carrier(Map<String, String> metadata) {
        String traceparent = metadata.get("traceparent");
        if (traceparent == null) {
            return null;
        }
        try {
            return new TraceContext(traceparent, metadata.get("tracestate"), null);
        } catch (IllegalArgumentException e) {
            // W3C Trace Context: a header that cannot be read starts a new trace, and is no error.
            return null;
        }
    }
}

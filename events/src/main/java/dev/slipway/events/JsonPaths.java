package dev.slipway.events;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;

/** Writes the place of a value as a JSON path (RFC 9535): {@code $.source.layers[0].digest}. */
final class JsonPaths {

    private JsonPaths() {}

    static String of(List<JsonMappingException.Reference> path) {
        StringBuilder out = new StringBuilder("$");
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                out.append('[').append(step.getIndex()).append(']');
            } else {
                out.append('.').append(step.getFieldName());
            }
        }
        return out.toString();
    }
}

package dev.slipway.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a template before anything is resolved: YAML with its lines, and with intrinsic functions told apart. */
sealed interface Node {

    /** Where the part stands; for the value of a field, where its name stands. */
    Place place();

    /** A text, number, boolean or null. */
    record Scalar(Place place, JsonNode value) implements Node {
        String text() {
            return value.asText();
        }
    }

    /** A list. */
    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }
    }

    /** A map, in the order of the file. */
    record Fields(Place place, Map<String, Node> fields) implements Node {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /**
     * A call of an intrinsic function, in its short or its long form.
     *
     * @param function without Fn:: or the exclamation mark: Ref, Sub, GetAtt
     */
    record Call(Place place, String function, Node argument) implements Node {}
}

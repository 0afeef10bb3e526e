package dev.slipway.events.step;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a client without a collector of its own does with its spans. */
public enum Tracing {
    /** Nothing: the pipeline exports none. */
    OFF,
    /** Hand them to report_spans. */
    RELAY;

    /** Returns the name in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.events.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an execution of the workflow is for. */
public enum Kind {
    /** Build a source and run it. */
    DEPLOY,
    /** Run the live image with another environment. */
    CONFIGURE,
    /** Run an earlier version again. */
    ROLLBACK;

    /** Returns the name in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

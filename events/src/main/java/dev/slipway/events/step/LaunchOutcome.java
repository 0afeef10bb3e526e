package dev.slipway.events.step;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the launcher has come to. */
public enum LaunchOutcome {
    /** What should run runs. */
    SETTLED,
    /** Ask again later. */
    WAIT,
    /** The version did not come up; it got no traffic. */
    FAILED,
    /** Something newer is desired. */
    SUPERSEDED;

    /** Returns the name in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

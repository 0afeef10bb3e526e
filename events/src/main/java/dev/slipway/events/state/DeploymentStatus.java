package dev.slipway.events.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a deployment stands. {@code record_outcome} alone writes a terminal one. */
public enum DeploymentStatus {
    UPLOADING,
    BUILDING,
    ACTIVATING,
    LIVE,
    FAILED,
    CANCELLED,
    SUPERSEDED,
    /** Was live, and was left by a rollback. */
    ROLLED_BACK;

    /** Says whether nothing moves it on by itself any more. */
    public boolean isTerminal() {
        return compareTo(LIVE) >= 0;
    }

    /** Returns the name in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

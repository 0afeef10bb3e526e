package dev.slipway.events.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who may call an app's URL. */
public enum Auth {
    /** Anybody. */
    PUBLIC,
    /** Callers that sign with IAM credentials. */
    IAM;

    /** Returns the name in lower case, as it stands in JSON and in slipway.toml. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.events.step;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who writes the spans of a build's steps. It is one of the two, or a trace would hold every step twice. */
public enum StepSpans {
    /** BuildKit, which exports its own. */
    BUILDKIT,
    /** record_outcome, from the steps that the build recorded: BuildKit cannot export, or nobody knows where to. */
    RECORD_OUTCOME;

    /** Returns the name in lower case, as it stands in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}

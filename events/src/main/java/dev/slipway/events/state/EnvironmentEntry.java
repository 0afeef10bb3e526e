package dev.slipway.events.state;

import java.util.Objects;

/** A variable of an app. The value of a sensitive one is never shown, logged or put on a span. */
public record EnvironmentEntry(String value, boolean sensitive) {
    public EnvironmentEntry {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "EnvironmentEntry[value=" + (sensitive ? "(sensitive)" : value) + "]";
    }
}

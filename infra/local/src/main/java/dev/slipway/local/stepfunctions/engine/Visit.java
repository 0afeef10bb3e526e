package dev.slipway.local.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.stepfunctions.asl.State;
import java.time.Instant;

/** One stay in a state, over all its retries. */
final class Visit {
    private final State state;
    private final JsonNode input;
    private final long before;
    private final long entered;
    private final Instant at;
    private int retries;

    /**
     * Describes a stay.
     *
     * @param before id of the event before the one that entered the state
     * @param entered id of the event that entered it
     */
    Visit(State state, JsonNode input, long before, long entered, Instant at) {
        this.state = state;
        this.input = input;
        this.before = before;
        this.entered = entered;
        this.at = at;
    }

    State state() {
        return state;
    }

    JsonNode input() {
        return input;
    }

    long before() {
        return before;
    }

    long entered() {
        return entered;
    }

    Instant at() {
        return at;
    }

    int retries() {
        return retries;
    }

    void countRetry() {
        retries++;
    }

    /** Makes the failure that AWS words alike for all that is wrong in a state. */
    StateFailure failure(String error, String message) {
        return StateFailure.of(error, where() + message);
    }

    String where() {
        return "An error occurred while executing the state '" + state.name() + "' (entered at the event id #" + entered
                + "). ";
    }
}

package dev.slipway.local.stepfunctions.asl;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A state machine, a branch of a Parallel state or the processor of a Map state: states and where they start.
 *
 * @param timeoutSeconds of the whole execution; only on a state machine
 */
public record Definition(String startAt, Map<String, State> states, OptionalInt timeoutSeconds) {

    public Definition {
        states = Map.copyOf(states);
    }

    /** Finds the state that a transition names; the parser has seen to it that there is one. */
    public State state(String name) {
        return Optional.ofNullable(states.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no state " + name));
    }
}

package dev.slipway.plan.source;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source that cannot be planned. The message completes "failed to (action): " and begins with the place at fault where
 * there is one.
 */
public final class PlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final transient @Nullable Place place;

    public PlanException(String problem, String hint) {
        super(problem);
        this.hint = hint;
        this.place = null;
    }

    public PlanException(Place place, String problem, String hint) {
        super(place + ": " + problem);
        this.hint = hint;
        this.place = place;
    }

    /** Returns one line that says what to do. */
    public String hint() {
        return hint;
    }

    /** Returns what in the source is at fault. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }
}

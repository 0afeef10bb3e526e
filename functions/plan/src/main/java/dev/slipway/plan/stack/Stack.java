package dev.slipway.plan.stack;

import java.util.Optional;

/** A kind of source, known by its files. */
public interface Stack {
    /** Returns the language in lower case, as plans and spans name it. */
    String name();

    /** Returns what it is known by, for a person whose source nothing matched. */
    String lookedFor();

    /**
     * Looks at a source.
     *
     * @return how to build and run it, or empty when it is of another kind
     * @throws dev.slipway.plan.source.PlanException when it is of this kind, but cannot be built or run
     */
    Optional<Detection> detect(Project project);
}

package dev.slipway.plan.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stack makes of a source.
 *
 * @param version of the language; absent where there is none
 * @param rule which rule matched, as a person reads it
 * @param reason what in the source made it match
 * @param dockerfile text of the generated Dockerfile
 * @param ignored patterns that the build context leaves out
 * @param notes what a person should know of how it was chosen
 */
public record Detection(
        String stack,
        @Nullable String version,
        String rule,
        String reason,
        String dockerfile,
        List<String> ignored,
        List<String> notes) {
    public Detection {
        ignored = List.copyOf(ignored);
        notes = List.copyOf(notes);
    }

    /** Returns the same with other notes. */
    public Detection withNotes(List<String> others) {
        return new Detection(stack, version, rule, reason, dockerfile, ignored, others);
    }
}

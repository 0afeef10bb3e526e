package dev.slipway.cli.waterfall;

import dev.slipway.cli.console.PlainText;
import dev.slipway.telemetry.tree.TracedSpan;
import org.jspecify.annotations.Nullable;

/** Shortens names of spans by what stands beside them anyway. */
public final class Labels {
    private static final String UNNAMED = "(no name)";
    /** What a Dockerfile says there; the name of the span is the same for all. */
    static final String STEP = "slipway.build.step";

    private Labels() {}

    /** Returns {@code pack} for {@code deploy.pack} below {@code deploy}, and {@code switch} below a sibling's name space. */
    public static String below(@Nullable TracedSpan parent, TracedSpan span) {
        String step = span.attribute(STEP);
        String name = span.name();
        if (parent != null && name.equals("build.transition")) {
            // The command writes its way to the build and back under the same name, beside the build.
            return "transition";
        }
        if (parent == null || !step.isEmpty()) {
            return plain(step.isEmpty() ? name : step);
        }
        String above = parent.name();
        String without = without(above + ".", name);
        return plain(without.equals(name) ? without(above.substring(0, above.lastIndexOf('.') + 1), name) : without);
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) && name.length() > prefix.length() ? name.substring(prefix.length()) : name;
    }

    /**
     * Returns {@code buildkit.queued} for {@code build.buildkit.queued}: enough where no parent is beside it. What is above
     * others is there for the time that none of them took.
     */
    static String alone(TracedSpan span) {
        String step = span.attribute(STEP);
        if (!step.isEmpty()) {
            return plain(step);
        }
        String name = span.name();
        boolean ours = name.matches("(deploy|build|launcher)\\..+");
        String label = plain(ours ? name.substring(name.indexOf('.') + 1) : name);
        return span.isLeaf() ? label : label + " itself";
    }

    /** Returns the name that tells a kind of work from all others, in any trace. */
    static String whole(TracedSpan span) {
        String step = span.attribute(STEP);
        return step.isEmpty() ? span.name() : span.name() + " " + step;
    }

    private static String plain(String name) {
        String plain = PlainText.of(name);
        return plain.isBlank() ? UNNAMED : plain;
    }
}

package dev.slipway.local.stepfunctions.asl;

import java.util.List;
import java.util.Set;

/**
 * The ErrorEquals of a Retry or Catch.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
public record ErrorNames(List<String> names) {
    static final String ALL = "States.ALL";

    /** What only its own name matches: an error in the workflow itself that a retry would not mend. */
    private static final Set<String> TERMINAL = Set.of("States.Runtime");

    public ErrorNames {
        names = List.copyOf(names);
    }

    /** Tells whether an error is one of them. */
    public boolean match(String error) {
        return names.stream().anyMatch(name -> matches(name, error));
    }

    private static boolean matches(String name, String error) {
        if (name.equals(error)) {
            return true;
        }
        return switch (name) {
            case ALL -> !TERMINAL.contains(error);
            case "States.TaskFailed" -> !error.equals("States.Timeout") && !TERMINAL.contains(error);
            case "States.Timeout" -> error.equals("States.HeartbeatTimeout");
            default -> false;
        };
    }
}

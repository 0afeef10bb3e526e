package dev.slipway.local.iam;

import java.util.List;

/**
 * What came of an evaluation.
 *
 * @param statements that decided; none where none covers the access, which denies it as well
 */
public record Decision(boolean allowed, List<String> statements) {
    public Decision {
        statements = List.copyOf(statements);
    }

    /** Returns the end of AWS's message: why the access is denied. */
    String reason(String action) {
        return statements.isEmpty()
                ? "because no identity-based policy allows the " + action + " action"
                : "with an explicit deny in an identity-based policy";
    }
}

package dev.slipway.cli.bootstrap;

import org.jspecify.annotations.Nullable;

/** What a stack's status allows to be done next. */
enum StackState {
    /** There is none, or one that only a change set has been made for. */
    ABSENT,
    /** It stands, and can be changed. */
    STANDS,
    /** Its creation has failed; nothing but to delete it is possible. */
    FAILED,
    /** Somebody is changing it right now. */
    BUSY,
    /** A change and the way back have failed; CloudFormation waits for somebody to clear up. */
    STUCK,
    /** Its removal has failed halfway. */
    LEFT_OVER;

    /** Judges a status of CloudFormation; absent where there is no stack. */
    static StackState of(@Nullable String status) {
        if (status == null || status.equals("REVIEW_IN_PROGRESS") || status.equals("DELETE_COMPLETE")) {
            return ABSENT;
        }
        if (status.endsWith("_IN_PROGRESS")) {
            return BUSY;
        }
        return switch (status) {
            case "CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED" -> FAILED;
            case "DELETE_FAILED" -> LEFT_OVER;
            case "UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED", "IMPORT_ROLLBACK_FAILED" -> STUCK;
            default -> STANDS;
        };
    }

    /** Says whether an operation that ended with this status did what it was to do. */
    static boolean isGood(@Nullable String status) {
        return status == null || (status.endsWith("_COMPLETE") && !status.contains("ROLLBACK"));
    }
}

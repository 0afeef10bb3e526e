package dev.slipway.local.stepfunctions.journal;

/** How an execution stands, by AWS's names. */
public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
}

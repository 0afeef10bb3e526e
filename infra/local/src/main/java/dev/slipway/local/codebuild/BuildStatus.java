package dev.slipway.local.codebuild;

/** How a build, or one of its phases, stands. */
enum BuildStatus {
    IN_PROGRESS,
    SUCCEEDED,
    FAILED,
    FAULT,
    TIMED_OUT,
    STOPPED
}

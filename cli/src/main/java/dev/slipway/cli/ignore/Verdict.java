package dev.slipway.cli.ignore;

/** What one set of rules says of one path. */
enum Verdict {
    /** No rule of the set speaks of it. */
    NONE,
    /** The last rule that matches is a negation. */
    KEEP,
    /** The last rule that matches excludes it. */
    DROP
}

package dev.slipway.cli.ignore;

/** What becomes of one file or folder. */
public enum Decision {
    /** Belongs to the source. */
    PACK,
    /** A folder that does not itself belong to the source, but something in it may. */
    SEARCH,
    /** Left out by a rule that its owner wrote. */
    IGNORED,
    /** Left out because it holds credentials. */
    SECRET,
    /** Left out because it is git's own. */
    GIT
}

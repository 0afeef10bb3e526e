package dev.slipway.events.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The revision that a source came from.
 *
 * @param commit full object id of HEAD
 * @param remote URL of the origin without credentials
 * @param dirty whether the folder held changes that are not in the commit
 * @param defaultBranch that of the origin; absent where nobody has asked it
 */
public record Git(
        String commit,
        @Nullable String branch,
        @Nullable String remote,
        boolean dirty,
        @Nullable String defaultBranch) {
    public Git {
        Objects.requireNonNull(commit, "commit");
    }

    /** Describes a revision whose origin is not known, or was never asked for its default branch. */
    public Git(String commit, @Nullable String branch, @Nullable String remote, boolean dirty) {
        this(commit, branch, remote, dirty, null);
    }
}

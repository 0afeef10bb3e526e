package dev.slipway.events.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The revision that a source came from.
 *
 * @param commit full object id of HEAD
 * @param remote URL of the origin without credentials
 * @param dirty whether the tree had uncommitted changes
 */
public record Git(
        String commit, @Nullable String branch, @Nullable String remote, boolean dirty) {
    public Git {
        Objects.requireNonNull(commit, "commit");
    }
}

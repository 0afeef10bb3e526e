package dev.slipway.events.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The revision that a source came from.
 *
 * @param commit full object id of HEAD
 * @param remote URL of the origin without credentials
 * @param dirty whether the folder held changes that are not in the commit
 */
public record Git(
        String commit, @Nullable String branch, @Nullable String remote, boolean dirty) {
    public Git {
        Objects.requireNonNull(commit, "commit");
    }
}

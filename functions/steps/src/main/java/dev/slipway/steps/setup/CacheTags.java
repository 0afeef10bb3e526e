package dev.slipway.steps.setup;

import dev.slipway.events.state.Git;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the layer caches of an app: one that its default branch writes, and one that all its other branches do.
 *
 * <p>Both are read, so a branch begins with the layers of what it came from, and of the app's last build. A branch never
 * writes the default branch's cache: one experiment would cost everybody else a full build. No app's name has a dot, so no
 * cache is taken for the image of an app, which must never expire.
 */
final class CacheTags {
    /** Where nobody says which branch is the default one, it has one of these names. */
    private static final Set<String> USUAL_DEFAULTS = Set.of("main", "master");

    private CacheTags() {}

    private static boolean isDefault(String branch, @Nullable String ofOrigin) {
        return ofOrigin == null ? USUAL_DEFAULTS.contains(branch) : branch.equals(ofOrigin);
    }

    /** Returns the tags to read, that to write first. */
    static List<String> of(String app, @Nullable Git git) {
        String ofDefault = "cache." + app;
        String ofBranches = ofDefault + ".branches";
        // A source without a branch is an archive, or what a CI has checked out by its commit.
        boolean isDefault = git == null || git.branch() == null || isDefault(git.branch(), git.defaultBranch());
        return isDefault ? List.of(ofDefault, ofBranches) : List.of(ofBranches, ofDefault);
    }
}

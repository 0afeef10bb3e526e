package dev.slipway.steps.source;

import org.jspecify.annotations.Nullable;

/**
 * An entry that has passed the checks.
 *
 * @param path below the root of the tree, with slashes, without {@code .} and {@code ..}; empty for the root itself
 * @param executable whether its owner may execute it
 * @param target of a link: for a symbolic one as it stands, for a hard one a path like {@code path}
 */
public record SourceEntry(
        String path,
        Type type,
        boolean executable,
        @Nullable String target) {

    /** What an entry is; nothing else is taken. */
    public enum Type {
        FILE,
        FOLDER,
        SYMBOLIC_LINK,
        HARD_LINK
    }
}

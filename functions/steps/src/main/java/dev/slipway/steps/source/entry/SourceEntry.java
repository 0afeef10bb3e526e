package dev.slipway.steps.source.entry;

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
    public SourceEntry {
        if (path.isEmpty() && type != Type.FOLDER) {
            throw new SourceRejectedException("an entry has no name", "pack the folder anew, from inside it");
        }
    }

    /** Returns a file. */
    public static SourceEntry file(String name, boolean executable) {
        return new SourceEntry(EntryNames.path(name), Type.FILE, executable, null);
    }

    /** Returns a folder. */
    public static SourceEntry folder(String name) {
        return new SourceEntry(EntryNames.path(name), Type.FOLDER, true, null);
    }

    /** Returns a symbolic link. */
    public static SourceEntry symbolicLink(String name, String target) {
        String path = EntryNames.path(name);
        EntryNames.requireInside(path, target);
        return new SourceEntry(path, Type.SYMBOLIC_LINK, false, target);
    }

    /** Returns a hard link. */
    public static SourceEntry hardLink(String name, String target) {
        return new SourceEntry(EntryNames.path(name), Type.HARD_LINK, false, EntryNames.path(target));
    }

    /** What an entry is; nothing else is taken. */
    public enum Type {
        FILE,
        FOLDER,
        SYMBOLIC_LINK,
        HARD_LINK
    }
}

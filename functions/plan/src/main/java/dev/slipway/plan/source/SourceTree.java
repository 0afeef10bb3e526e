package dev.slipway.plan.source;

import java.util.Optional;
import java.util.SortedSet;

/** A read-only view of a source tree. Paths are relative to its root, with slashes. */
public interface SourceTree {
    /** The most bytes of a file that a plan may be made from. */
    int MAX_TEXT_BYTES = 1 << 20;

    /** Returns the paths of all files. */
    SortedSet<String> files();

    /**
     * Returns the text of a file that {@link PlannedFiles} names, or empty when it is not there.
     *
     * @throws PlanException when it is larger than {@value #MAX_TEXT_BYTES} bytes or cannot be read
     */
    Optional<String> text(String path);

    /** Says whether a file is there. */
    default boolean has(String path) {
        return files().contains(path);
    }

    /** Says whether a folder with at least one file in it is there. */
    default boolean hasFolder(String path) {
        return !files().subSet(path + "/", path + "0").isEmpty();
    }

    /** Returns the tree below a folder; {@code .} is this very tree. */
    default SourceTree below(String folder) {
        return folder.equals(".") ? this : new SubTree(this, folder + "/");
    }
}

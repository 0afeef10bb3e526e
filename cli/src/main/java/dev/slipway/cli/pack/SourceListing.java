package dev.slipway.cli.pack;

import dev.slipway.cli.ignore.SourceRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lists what would be packed, for a look at a source without packing it. */
public final class SourceListing implements TreeWalk.Visitor {
    private final SortedSet<String> files = new TreeSet<>();

    private SourceListing() {}

    /** Returns the paths of all files that belong to a source. */
    public static SortedSet<String> files(Path folder, SourceRules.Settings settings) throws IOException {
        SourceListing listing = new SourceListing();
        new TreeWalk(folder, listing).walk(SourceRules.of(folder, settings).folder());
        return listing.files;
    }

    @Override
    public void folder(TreeWalk.Entry entry) {
        // A folder by itself says nothing of a stack.
    }

    @Override
    public void entry(TreeWalk.Entry entry) {
        if (entry.attributes().isRegularFile()) {
            files.add(entry.path());
        }
    }

    @Override
    public void skipped(String path, String reason) {
        // Listed or not, it is not read.
    }
}

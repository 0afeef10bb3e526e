package dev.slipway.plan.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The files of a folder that are to be deployed; which ones is for the caller to say, who knows the ignore rules. */
public final class FolderTree implements SourceTree {
    private final Path root;
    private final SortedSet<String> files;

    /** Creates a view of the named files below a folder. */
    public FolderTree(Path root, Collection<String> files) {
        this.root = root;
        this.files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    }

    @Override
    public SortedSet<String> files() {
        return files;
    }

    @Override
    public Optional<String> text(String path) {
        if (!files.contains(path)) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(root.resolve(path))) {
            byte[] bytes = content.readNBytes(MAX_TEXT_BYTES + 1);
            return Optional.of(new String(PlannedFiles.bounded(path, bytes), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PlanException(
                    Place.of(path), "cannot be read: " + e.getMessage(), "check that the file is there and readable");
        }
    }
}

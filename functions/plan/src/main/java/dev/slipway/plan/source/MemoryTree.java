package dev.slipway.plan.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A tree that was streamed past once: the names of all its files, and the text of those that a plan may need.
 *
 * <p>What it keeps of texts is bounded, so that a hostile archive cannot fill the memory of a function.
 */
public final class MemoryTree implements SourceTree {
    private static final int MAX_TOTAL_BYTES = 32 * MAX_TEXT_BYTES;

    private final SortedSet<String> files;
    private final Map<String, byte[]> texts;

    private MemoryTree(SortedSet<String> files, Map<String, byte[]> texts) {
        this.files = files;
        this.texts = texts;
    }

    /** Returns a tree of texts by path, as if they had been streamed past. */
    public static MemoryTree of(Map<String, String> texts) {
        Builder builder = builder();
        try {
            for (Map.Entry<String, String> file : texts.entrySet()) {
                byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
                builder.add(file.getKey(), new ByteArrayInputStream(bytes));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
        return builder.build();
    }

    /** Returns a builder to be fed with the entries of an archive, in any order. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public SortedSet<String> files() {
        return files;
    }

    @Override
    public Optional<String> text(String path) {
        return Optional.ofNullable(texts.get(path))
                .map(bytes -> new String(PlannedFiles.bounded(path, bytes), StandardCharsets.UTF_8));
    }

    /** Collects the files of an archive. A later entry of a path replaces an earlier one, as unpacking does. */
    public static final class Builder {
        private final SortedSet<String> files = new TreeSet<>();
        private final Map<String, byte[]> texts = new HashMap<>();
        private long total;

        private Builder() {}

        /** Takes a file, and reads its content when a plan may need it. */
        public Builder add(String path, InputStream content) throws IOException {
            files.add(path);
            byte[] replaced = texts.remove(path);
            total -= replaced == null ? 0 : replaced.length;
            if (PlannedFiles.wants(path)) {
                byte[] bytes = content.readNBytes(MAX_TEXT_BYTES + 1);
                total += bytes.length;
                if (total > MAX_TOTAL_BYTES) {
                    throw new PlanException(
                            "the manifests of the source are larger than 32 MiB in all",
                            "leave out folders that are not part of the app, with [build] exclude in slipway.toml");
                }
                texts.put(path, bytes);
            }
            return this;
        }

        /** Returns the tree of what was added so far. */
        public MemoryTree build() {
            return new MemoryTree(Collections.unmodifiableSortedSet(new TreeSet<>(files)), Map.copyOf(texts));
        }
    }
}

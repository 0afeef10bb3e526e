package dev.slipway.plan.source;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The part of a tree below a folder. */
final class SubTree implements SourceTree {
    private final SourceTree tree;
    private final String prefix;
    private final SortedSet<String> files;

    SubTree(SourceTree tree, String prefix) {
        this.tree = tree;
        this.prefix = prefix;
        this.files = tree.files().stream()
                .filter(file -> file.startsWith(prefix))
                .map(file -> file.substring(prefix.length()))
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
    }

    @Override
    public SortedSet<String> files() {
        return files;
    }

    @Override
    public Optional<String> text(String path) {
        return tree.text(prefix + path);
    }
}

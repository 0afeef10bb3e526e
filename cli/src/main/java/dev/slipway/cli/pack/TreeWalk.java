package dev.slipway.cli.pack;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.ignore.Decision;
import dev.slipway.cli.ignore.FolderRules;
import dev.slipway.plan.source.PlannedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One walk over one source, in the order of the paths' UTF-8 bytes but for the manifests, which come first: setup reads
 * only the beginning of an archive.
 *
 * <p>Keeps the entries of one folder a level in memory, never the whole tree. Not thread-safe.
 */
final class TreeWalk {
    private static final Comparator<Entry> BY_BYTES = Comparator.comparing(Entry::sortKey, Arrays::compareUnsigned);

    private final Path root;
    private final Visitor visitor;

    TreeWalk(Path root, Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    void walk(FolderRules rules) throws IOException {
        List<Entry> entries = entries(root, "", rules);
        List<Entry> first = entries.stream().filter(Entry::isManifest).toList();
        for (Entry manifest : first) {
            visitor.entry(manifest);
        }
        entries.removeAll(first);
        walkAll(entries, rules);
    }

    private void walkAll(List<Entry> entries, FolderRules rules) throws IOException {
        for (Entry entry : entries) {
            if (entry.attributes().isDirectory()) {
                if (entry.decision() == Decision.PACK) {
                    visitor.folder(entry);
                }
                FolderRules inner = rules.enter(entry.file(), entry.name(), entry.decision());
                walkAll(entries(entry.file(), entry.path(), inner), inner);
            } else {
                visitor.entry(entry);
            }
        }
    }

    private List<Entry> entries(Path folder, String path, FolderRules rules) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String name = file.getFileName().toString();
                String entryPath = path.isEmpty() ? name : path + "/" + name;
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Decision decision = rules.judge(file, name, attributes.isDirectory());
                switch (decision) {
                    case PACK, SEARCH -> entries.add(new Entry(file, requireText(entryPath), attributes, decision));
                    case SECRET -> visitor.skipped(entryPath, "secret");
                    case GIT -> visitor.skipped(entryPath, "git");
                    case IGNORED -> {}
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(BY_BYTES);
        return entries;
    }

    /** A name in another encoding would come out as another name; it is refused instead. */
    private String requireText(String path) {
        if (path.indexOf('\uFFFD') >= 0) {
            throw CliFailure.usage(
                    "failed to pack " + root + ": the name of " + path + " is not UTF-8",
                    "rename it, or leave its folder out in .slipwayignore");
        }
        return path;
    }

    /** Takes what the walk comes by. */
    interface Visitor {
        /** A folder that belongs to the source; what is in it follows. */
        void folder(Entry entry) throws IOException;

        /** A file, a link or something special. */
        void entry(Entry entry) throws IOException;

        /** Something that does not belong to the source although no rule of its owner says so. */
        void skipped(String path, String reason);
    }

    /** Something in the source, by its path below the root. */
    record Entry(Path file, String path, BasicFileAttributes attributes, Decision decision) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private boolean isManifest() {
            return !attributes.isDirectory() && decision == Decision.PACK && PlannedFiles.wants(path);
        }

        /** A folder sorts as its contents do, by name and slash: so the walk goes in the order of whole paths. */
        private byte[] sortKey() {
            return (attributes.isDirectory() ? path + "/" : path).getBytes(StandardCharsets.UTF_8);
        }
    }
}

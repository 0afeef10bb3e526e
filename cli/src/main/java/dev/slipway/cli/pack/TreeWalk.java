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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One walk over one source, in the order of the paths' UTF-8 bytes but for the manifests, which come first: setup reads
 * only the beginning of an archive.
 *
 * <p>Keeps the names of one folder a level in memory, never the whole tree. Not thread-safe.
 */
final class TreeWalk {
    private static final Comparator<Name> BY_BYTES = Comparator.comparing(name -> name.key, Arrays::compareUnsigned);

    private final Path root;
    private final Visitor visitor;

    TreeWalk(Path root, Visitor visitor) {
        this.root = root;
        this.visitor = visitor;
    }

    void walk(FolderRules rules) throws IOException {
        List<Name> names = names(root, "", rules);
        Predicate<Name> first =
                name -> !name.isFolder() && name.decision() == Decision.PACK && PlannedFiles.wants(name.text());
        for (Name manifest : names) {
            if (first.test(manifest)) {
                visitor.entry(entry(root, "", manifest));
            }
        }
        names.removeIf(first);
        walkAll(root, "", names, rules);
    }

    private void walkAll(Path folder, String path, List<Name> names, FolderRules rules) throws IOException {
        for (Name name : names) {
            Entry entry = entry(folder, path, name);
            if (name.isFolder()) {
                if (name.decision() == Decision.PACK) {
                    visitor.folder(entry);
                }
                FolderRules inner = rules.enter(entry.file(), name.text(), name.decision());
                walkAll(entry.file(), entry.path(), names(entry.file(), entry.path(), inner), inner);
            } else {
                visitor.entry(entry);
            }
        }
    }

    private List<Name> names(Path folder, String path, FolderRules rules) throws IOException {
        List<Name> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String name = file.getFileName().toString();
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Decision decision = rules.judge(file, name, attributes.isDirectory());
                switch (decision) {
                    case PACK, SEARCH -> {
                        requireText(below(path, name));
                        names.add(new Name(name, attributes, decision));
                    }
                    case SECRET -> visitor.skipped(below(path, name), "secret");
                    case GIT -> visitor.skipped(below(path, name), "git");
                    case IGNORED -> {}
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(BY_BYTES);
        return names;
    }

    private static Entry entry(Path folder, String path, Name name) throws IOException {
        Path file = folder.resolve(name.text());
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Entry(file, below(path, name.text()), attributes, name.isAsListed(attributes));
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** A name in another encoding would come out as another name; it is refused instead. */
    private void requireText(String path) {
        if (path.indexOf('\uFFFD') >= 0) {
            throw CliFailure.usage(
                    "failed to pack " + root + ": the name of " + path + " is not UTF-8",
                    "rename it, or leave its folder out in .slipwayignore");
        }
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

    /**
     * Something in the source, by its path below the root.
     *
     * @param isAsListed whether it is what its folder's listing said
     */
    record Entry(Path file, String path, BasicFileAttributes attributes, boolean isAsListed) {}

    /** What is kept of everything in a folder until its turn comes; folders with hundreds of thousands of files are real. */
    private static final class Name {
        /** As it sorts: a folder as its contents do, by name and slash, so the walk goes in the order of whole paths. */
        private final byte[] key;

        private final boolean folder;
        private final Decision decision;
        private final long stamp;

        Name(String text, BasicFileAttributes attributes, Decision decision) {
            this.folder = attributes.isDirectory();
            this.key = (folder ? text + "/" : text).getBytes(StandardCharsets.UTF_8);
            this.decision = decision;
            this.stamp = stamp(attributes);
        }

        /** A folder is not held to its times: what changes them is found when it is listed. */
        boolean isAsListed(BasicFileAttributes now) {
            return folder ? now.isDirectory() : stamp(now) == stamp;
        }

        private static long stamp(BasicFileAttributes attributes) {
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return Objects.hash(
                            attributes.isRegularFile(),
                            attributes.isSymbolicLink(),
                            attributes.size(),
                            attributes.fileKey())
                    + 31 * modified;
        }

        boolean isFolder() {
            return folder;
        }

        Decision decision() {
            return decision;
        }

        String text() {
            return new String(key, 0, folder ? key.length - 1 : key.length, StandardCharsets.UTF_8);
        }
    }
}

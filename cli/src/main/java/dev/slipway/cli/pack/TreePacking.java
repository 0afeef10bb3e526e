package dev.slipway.cli.pack;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.ignore.Decision;
import dev.slipway.cli.ignore.FolderRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One walk over one source, in the order of the paths' UTF-8 bytes but for the manifests, which come first.
 *
 * <p>Links are packed as links and never followed. Not thread-safe.
 */
final class TreePacking {
    private static final Comparator<Child> BY_BYTES = Comparator.comparing(Child::sortKey, Arrays::compareUnsigned);

    private final Path root;
    private final Manifests manifests;
    private final TarWriter tar;
    private final LinkCheck links;
    private final byte[] buffer = new byte[1 << 16];
    private final List<Packed.Skipped> skipped = new ArrayList<>();
    private long files;
    private long contentBytes;

    TreePacking(Path root, Manifests manifests, TarWriter tar) throws IOException {
        this.root = root;
        this.manifests = manifests;
        this.tar = tar;
        this.links = new LinkCheck(root);
    }

    void pack(FolderRules rules) throws IOException {
        List<Child> children = children(root, "", rules);
        List<Child> first =
                children.stream().filter(child -> child.isManifest(manifests)).toList();
        for (Child child : first) {
            packEntry(child);
        }
        children.removeAll(first);
        packAll(children, rules);
    }

    long files() {
        return files;
    }

    long contentBytes() {
        return contentBytes;
    }

    List<Packed.Skipped> skipped() {
        return skipped;
    }

    private void packAll(List<Child> children, FolderRules rules) throws IOException {
        for (Child child : children) {
            if (child.attributes().isDirectory()) {
                if (child.decision() == Decision.PACK) {
                    tar.folder(child.path());
                }
                FolderRules inner = rules.enter(child.file(), child.name(), child.decision());
                packAll(children(child.file(), child.path(), inner), inner);
            } else {
                packEntry(child);
            }
        }
    }

    private List<Child> children(Path folder, String path, FolderRules rules) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path file : stream) {
                String name = file.getFileName().toString();
                String childPath = path.isEmpty() ? name : path + "/" + name;
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Decision decision = rules.judge(file, name, attributes.isDirectory());
                switch (decision) {
                    case PACK, SEARCH -> children.add(new Child(file, requireText(childPath), attributes, decision));
                    case SECRET -> skipped.add(new Packed.Skipped(childPath, "secret"));
                    case GIT -> skipped.add(new Packed.Skipped(childPath, "git"));
                    case IGNORED -> {}
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        children.sort(BY_BYTES);
        return children;
    }

    private void packEntry(Child child) throws IOException {
        if (child.attributes().isSymbolicLink()) {
            tar.link(child.path(), links.target(child.file(), child.path()));
        } else if (child.attributes().isRegularFile()) {
            packFile(child);
        } else {
            skipped.add(new Packed.Skipped(child.path(), SpecialFiles.kind(child.file())));
        }
    }

    private void packFile(Child child) throws IOException {
        long size = child.attributes().size();
        tar.file(child.path(), size, isExecutable(child.file()));
        try (InputStream in = Files.newInputStream(child.file(), LinkOption.NOFOLLOW_LINKS)) {
            long rest = size;
            while (rest > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
                if (read < 0) {
                    throw changed(child);
                }
                tar.write(buffer, read);
                rest -= read;
            }
        }
        BasicFileAttributes after =
                Files.readAttributes(child.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (after.size() != size
                || !after.lastModifiedTime().equals(child.attributes().lastModifiedTime())) {
            throw changed(child);
        }
        tar.endFile();
        files++;
        contentBytes += size;
    }

    private CliFailure changed(Child child) {
        return CliFailure.usage(
                "failed to pack " + root + ": " + child.path() + " changed while it was packed",
                "deploy again when nothing writes to it, or leave it out in .slipwayignore");
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

    private static boolean isExecutable(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private record Child(Path file, String path, BasicFileAttributes attributes, Decision decision) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        boolean isManifest(Manifests manifests) {
            return !attributes.isDirectory() && decision == Decision.PACK && manifests.contains(path);
        }

        /** A folder sorts as its contents do, by name and slash: so the walk goes in the order of whole paths. */
        byte[] sortKey() {
            return (attributes.isDirectory() ? path + "/" : path).getBytes(StandardCharsets.UTF_8);
        }
    }
}

package dev.slipway.local.lambda.image;

import dev.slipway.local.disk.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image's root while layers are laid over each other. Names and links are resolved as in a chroot, so nothing is
 * written outside of it; devices are left out, and no set-user-id bit survives.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image layers</a>
 */
final class ImageRoot {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final long MAX_BYTES = 10L << 30;
    private static final int MAX_ENTRIES = 1_000_000;

    private final RootedPaths paths;
    private final Map<Path, Set<PosixFilePermission>> folderModes = new LinkedHashMap<>();
    private long bytes;
    private int entries;

    ImageRoot(Path root) {
        paths = new RootedPaths(root);
    }

    /** Lays one layer over the ones before it. */
    void apply(InputStream layer) throws IOException {
        Set<Path> added = new HashSet<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(layer, "UTF-8");
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
            if (++entries > MAX_ENTRIES) {
                throw new IOException("the image has more than " + MAX_ENTRIES + " files");
            }
            List<String> name = RootedPaths.components(entry.getName());
            if (!name.isEmpty()) {
                put(entry, name, tar, added);
            }
            entry = tar.getNextEntry();
        }
    }

    /** Gives folders their modes, which could have kept later entries out of them. */
    void finish() throws IOException {
        for (Map.Entry<Path, Set<PosixFilePermission>> folder : folderModes.entrySet()) {
            if (Files.isDirectory(folder.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                Files.setPosixFilePermissions(folder.getKey(), folder.getValue());
            }
        }
    }

    private void put(TarArchiveEntry entry, List<String> name, InputStream content, Set<Path> added)
            throws IOException {
        Path parent = paths.folder(name.subList(0, name.size() - 1));
        String last = name.get(name.size() - 1);
        if (last.equals(OPAQUE)) {
            removeBelow(parent, added);
        } else if (last.startsWith(WHITEOUT)) {
            Path hidden = RootedPaths.child(parent, last.substring(WHITEOUT.length()));
            if (!added.contains(hidden)) {
                WholeFile.removeTree(hidden);
            }
        } else {
            Path target = parent.resolve(last);
            added.add(target);
            write(entry, parent, target, content);
        }
    }

    private void write(TarArchiveEntry entry, Path parent, Path target, InputStream content) throws IOException {
        if (entry.isDirectory()) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                WholeFile.removeTree(target);
                Files.createDirectory(target);
            }
            folderModes.put(target, mode(entry.getMode() | 0700));
        } else if (entry.isSymbolicLink()) {
            WholeFile.removeTree(target);
            Files.createSymbolicLink(target, paths.linkTarget(parent, entry.getLinkName()));
        } else if (entry.isLink()) {
            Path existing = paths.existing(RootedPaths.components(entry.getLinkName()));
            if (!existing.equals(target)) {
                WholeFile.removeTree(target);
                Files.createLink(target, existing);
            }
        } else if (entry.isFile()) {
            WholeFile.removeTree(target);
            bytes += Math.max(0, entry.getSize());
            if (bytes > MAX_BYTES) {
                throw new IOException("the image is larger than " + (MAX_BYTES >> 30) + " GiB");
            }
            Files.copy(content, target);
            Files.setPosixFilePermissions(target, mode(entry.getMode() | 0400));
        }
    }

    private static void removeBelow(Path folder, Set<Path> added) throws IOException {
        List<Path> children;
        try (Stream<Path> list = Files.list(folder)) {
            children = list.toList();
        }
        for (Path child : children) {
            // An opaque whiteout hides the layers below, not what this layer itself brought before it.
            if (added.stream().noneMatch(path -> path.startsWith(child))) {
                WholeFile.removeTree(child);
            }
        }
    }

    private static Set<PosixFilePermission> mode(int bits) {
        PosixFilePermission[] highestFirst = {
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE
        };
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < highestFirst.length; i++) {
            if ((bits & (0400 >> i)) != 0) {
                mode.add(highestFirst[i]);
            }
        }
        return mode;
    }
}

package dev.slipway.steps.source;

import dev.slipway.steps.source.entry.EntryNames;
import dev.slipway.steps.source.entry.LateMode;
import dev.slipway.steps.source.entry.SourceEntry;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Writes the entries of a source below a folder.
 *
 * <p>A link is never written through: each folder above an entry is a real one, made here or by an earlier entry. A later
 * entry replaces an earlier one of its name, so layers lie over each other. Call {@link #finish} after the last layer. Not
 * thread-safe.
 */
public final class Unpacker implements ArchiveReader.Visitor {
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> links = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];

    public Unpacker(Path root) {
        this.root = root;
        folders.add(root);
    }

    @Override
    public boolean visit(SourceEntry entry, InputStream content) throws IOException {
        Path path = resolve(entry.path());
        if (path.equals(root)) {
            return true;
        }
        if (entry.type() == SourceEntry.Type.FOLDER) {
            folder(path);
            return true;
        }
        folder(Objects.requireNonNull(path.getParent(), "parent"));
        clear(path);
        switch (entry.type()) {
            case SYMBOLIC_LINK -> symbolicLink(path, target(entry));
            case HARD_LINK -> hardLink(path, entry);
            default -> file(path, entry, content);
        }
        return true;
    }

    @Override
    public void mode(LateMode mode) throws IOException {
        Path path = resolve(mode.path());
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!mode.link()) {
            makeExecutable(path);
            return;
        }
        byte[] target;
        try (InputStream content = Files.newInputStream(path)) {
            target = content.readNBytes(EntryNames.LONGEST_PATH + 1);
        }
        SourceEntry link = SourceEntry.symbolicLink(mode.path(), EntryNames.utf8(target));
        Files.delete(path);
        symbolicLink(path, target(link));
    }

    /**
     * Checks where the links lead to now that everything is in its place: one that stays inside by its letters may lead out
     * through another.
     */
    public void finish() throws IOException {
        LinkWalk walk = new LinkWalk(root);
        for (Path link : links) {
            if (Files.isSymbolicLink(link) && walk.leaves(link)) {
                throw EntryNames.leaves(
                        root.relativize(link).toString(),
                        Files.readSymbolicLink(link).toString());
            }
        }
    }

    private void folder(Path path) throws IOException {
        if (folders.contains(path)) {
            return;
        }
        folder(Objects.requireNonNull(path.getParent(), "parent"));
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(path);
            Files.createDirectory(path);
        }
        folders.add(path);
    }

    private void clear(Path path) throws IOException {
        if (folders.contains(path) || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new SourceRejectedException(
                    EntryNames.quoted(root.relativize(path).toString()) + " is a folder and a file",
                    "pack the folder anew");
        }
        Files.deleteIfExists(path);
    }

    private void symbolicLink(Path path, String target) throws IOException {
        Files.createSymbolicLink(path, resolvable(target));
        links.add(path);
    }

    private void hardLink(Path path, SourceEntry entry) throws IOException {
        Path existing = resolve(target(entry));
        if (!folders.contains(existing.getParent()) || !Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
            throw new SourceRejectedException(
                    "hard link " + EntryNames.quoted(entry.path()) + " points to no file before it",
                    "pack the folder anew");
        }
        Files.createLink(path, existing);
    }

    private void file(Path path, SourceEntry entry, InputStream content) throws IOException {
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int count;
            while ((count = content.read(buffer)) >= 0) {
                out.write(buffer, 0, count);
            }
        }
        if (entry.executable()) {
            makeExecutable(path);
        }
    }

    private static void makeExecutable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path resolve(String path) {
        return root.resolve(resolvable(path)).normalize();
    }

    /** Says what to do where the locale of this process cannot write a name, instead of writing another one. */
    private static Path resolvable(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new SourceRejectedException(
                    "the name " + EntryNames.quoted(path) + " cannot be written where the build runs",
                    "set LC_CTYPE=C.UTF-8 for the build, or rename it");
        }
    }

    private static String target(SourceEntry entry) {
        return Objects.requireNonNull(entry.target(), "target");
    }
}

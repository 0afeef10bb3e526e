package dev.slipway.steps.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
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
 * entry replaces an earlier one of its name, so layers lie over each other. Not thread-safe.
 */
public final class Unpacker implements ArchiveReader.Visitor {
    private static final int BUFFER = 1 << 16;

    private final Path root;
    private final Set<Path> folders = new HashSet<>();
    private final byte[] buffer = new byte[BUFFER];

    public Unpacker(Path root) {
        this.root = root;
        folders.add(root);
    }

    @Override
    public boolean visit(SourceEntry entry, InputStream content) throws IOException {
        Path path = root.resolve(entry.path()).normalize();
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
            case SYMBOLIC_LINK -> Files.createSymbolicLink(path, Path.of(target(entry)));
            case HARD_LINK -> link(path, entry);
            default -> file(path, entry, content);
        }
        return true;
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
                    "\"" + root.relativize(path) + "\" is a folder and a file", "pack the folder anew");
        }
        Files.deleteIfExists(path);
    }

    private void link(Path path, SourceEntry entry) throws IOException {
        Path existing = root.resolve(target(entry)).normalize();
        if (!folders.contains(existing.getParent()) || !Files.isRegularFile(existing, LinkOption.NOFOLLOW_LINKS)) {
            throw new SourceRejectedException(
                    "hard link \"" + entry.path() + "\" points to nothing before it", "pack the folder anew");
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
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String target(SourceEntry entry) {
        return Objects.requireNonNull(entry.target(), "target");
    }
}

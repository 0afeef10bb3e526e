package dev.slipway.cli.pack;

import dev.slipway.cli.failure.CliFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes what a walk comes by into an archive.
 *
 * <p>Links are packed as links and never followed. Not thread-safe.
 */
final class TreePacking implements TreeWalk.Visitor {
    private static final long FILES_BETWEEN_WORDS = 100;
    private static final long BYTES_BETWEEN_WORDS = 8L << 20;

    private final Path root;
    private final TarWriter tar;
    private final PackingListener listener;
    private final LinkCheck links;
    private final byte[] buffer = new byte[1 << 16];
    private final List<Packed.Skipped> skipped = new ArrayList<>();
    private long files;
    private long contentBytes;

    TreePacking(Path root, TarWriter tar, PackingListener listener) throws IOException {
        this.root = root;
        this.tar = tar;
        this.listener = listener;
        this.links = new LinkCheck(root);
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

    @Override
    public void folder(TreeWalk.Entry entry) throws IOException {
        tar.folder(entry.path());
    }

    @Override
    public void entry(TreeWalk.Entry entry) throws IOException {
        if (!entry.isAsListed()) {
            throw changed(entry);
        }
        if (entry.attributes().isSymbolicLink()) {
            tar.link(entry.path(), links.target(entry.file(), entry.path()));
        } else if (entry.attributes().isRegularFile()) {
            file(entry);
        } else {
            skipped(entry.path(), SpecialFiles.kind(entry.file()));
        }
    }

    @Override
    public void skipped(String path, String reason) {
        skipped.add(new Packed.Skipped(path, reason));
    }

    private void file(TreeWalk.Entry entry) throws IOException {
        long size = entry.attributes().size();
        tar.file(entry.path(), size, isExecutable(entry.file()));
        try (InputStream in = open(entry)) {
            long rest = size;
            while (rest > 0) {
                int read = read(in, entry, rest);
                if (read < 0) {
                    throw changed(entry);
                }
                tar.write(buffer, read);
                rest -= read;
                if (rest > 0 && rest % BYTES_BETWEEN_WORDS < read) {
                    listener.packed(files + 1, contentBytes + size - rest);
                }
            }
        }
        if (hasChanged(entry)) {
            throw changed(entry);
        }
        tar.endFile();
        files++;
        contentBytes += size;
        if (files % FILES_BETWEEN_WORDS == 0) {
            listener.packed(files, contentBytes);
        }
    }

    private InputStream open(TreeWalk.Entry entry) throws IOException {
        try {
            return Files.newInputStream(entry.file(), LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException | NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
    }

    private int read(InputStream in, TreeWalk.Entry entry, long most) throws IOException {
        try {
            return in.read(buffer, 0, (int) Math.min(buffer.length, most));
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
    }

    /** A file that is something else by now cannot be read as one: a folder, a link. */
    private CliFailure unreadable(TreeWalk.Entry entry, IOException e) throws IOException {
        return hasChanged(entry)
                ? changed(entry)
                : CliFailure.usage(
                        "failed to pack " + root + ": cannot read " + entry.path() + ": " + e.getMessage(),
                        "check the disk that it is on, or leave it out in .slipwayignore");
    }

    private static boolean hasChanged(TreeWalk.Entry entry) throws IOException {
        BasicFileAttributes before = entry.attributes();
        BasicFileAttributes now =
                Files.readAttributes(entry.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return now.size() != before.size()
                || !now.lastModifiedTime().equals(before.lastModifiedTime())
                || !Objects.equals(now.fileKey(), before.fileKey());
    }

    private CliFailure changed(TreeWalk.Entry entry) {
        return CliFailure.usage(
                "failed to pack " + root + ": " + entry.path() + " changed while it was packed",
                "deploy again when nothing writes to it, or leave it out in .slipwayignore");
    }

    private static boolean isExecutable(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }
}

package dev.slipway.local.builder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** A tar that ADD unpacks, plain or compressed with gzip or bzip2. */
final class LocalArchive {
    /** As much as the pipeline takes by default for a whole source. */
    private static final long MAX_BYTES = 10L << 30;

    private static final int MAX_ENTRIES = 1_000_000;

    private final Path archive;
    private final Path scratch;
    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private long left = MAX_BYTES;

    LocalArchive(Path archive, Path scratch) {
        this.archive = archive;
        this.scratch = scratch;
    }

    /** Tells by its content, as BuildKit does, whether a file is an archive. */
    static boolean isOne(Path file) throws IOException {
        try (InputStream in = open(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            TarArchiveEntry first = tar.getNextEntry();
            return first != null && first.isCheckSumOK();
        } catch (IOException | IllegalArgumentException notATar) {
            return false;
        }
    }

    Map<String, Node> unpack() throws IOException {
        Path content = Files.createTempDirectory(scratch, "add");
        try (InputStream in = open(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                take(tar, entry, content);
            }
        }
        return nodes;
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry, Path content) throws IOException {
        List<String> segments = FileTree.segments(entry.getName());
        if (segments.contains("..") || nodes.size() >= MAX_ENTRIES) {
            throw new IOException("archive %s has a path that leads out of it, or too many: %s"
                    .formatted(archive.getFileName(), entry.getName()));
        }
        String path = String.join("/", segments);
        Node.Owner owner = new Node.Owner((int) entry.getLongUserId(), (int) entry.getLongGroupId());
        int mode = entry.getMode() & 07777;
        if (path.isEmpty()) {
            return;
        }
        if (entry.isDirectory()) {
            nodes.put(path, new Node.Folder(mode, owner));
        } else if (entry.isSymbolicLink()) {
            nodes.put(path, new Node.Link(owner, entry.getLinkName()));
        } else if (entry.isLink()) {
            Node original = nodes.get(String.join("/", FileTree.segments(entry.getLinkName())));
            if (original != null) {
                nodes.put(path, original);
            }
        } else if (entry.isFile()) {
            // Named by number: what the archive calls it never reaches the host's file system.
            Path file = content.resolve(Integer.toString(nodes.size()));
            nodes.put(path, new Node.File(mode, owner, file, store(tar, file)));
        }
    }

    private long store(InputStream in, Path file) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw new IOException(
                            "archive %s unpacks to more than %d bytes".formatted(archive.getFileName(), MAX_BYTES));
                }
                out.write(buffer, 0, n);
                size += n;
            }
        }
        return size;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        return switch (magic) {
            case 0x1f8b -> new GZIPInputStream(raw);
            case ('B' << 8) | 'Z' -> new BZip2CompressorInputStream(raw, true);
            default -> raw;
        };
    }
}

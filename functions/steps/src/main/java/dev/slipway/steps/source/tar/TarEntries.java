package dev.slipway.steps.source.tar;

import dev.slipway.steps.source.entry.Entries;
import dev.slipway.steps.source.entry.EntryNames;
import dev.slipway.steps.source.entry.SourceEntry;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar.
 *
 * <p>POSIX ends an archive with two blocks of zeros. One of them, and then nothing, is taken too, as GNU tar takes it with a
 * warning. Without any the archive may have been cut between two entries, which nothing else would show, and it counts as
 * truncated; so does one block of zeros with something else behind it.
 *
 * <p>Sparse files are refused: their maps can ask for any number of pieces, and no source tree needs them.
 */
public final class TarEntries implements Entries {
    private static final int BLOCK = 512;
    private static final byte[] ZEROS = new byte[BLOCK];
    private static final String HINT = "pack the folder anew, from inside it";

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private long rest;
    private int padding;
    private boolean ended;

    /** Reads what has been decompressed already; closing the entries closes the stream. */
    public TarEntries(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable SourceEntry next() throws IOException {
        if (ended) {
            return null;
        }
        in.skipNBytes(rest);
        in.skipNBytes(padding);
        content(0);
        Extension extension = new Extension();
        while (readBlock()) {
            if (isZero()) {
                requireEnd(extension);
                return null;
            }
            TarHeader header = new TarHeader(block);
            switch (header.type()) {
                case 'x', 'X' -> extend(header, extension::pax);
                case 'g' -> extend(header, InputStream::skipNBytes);
                case 'L' -> extend(header, (content, size) -> extension.gnuName(content, size, false));
                case 'K' -> extend(header, (content, size) -> extension.gnuName(content, size, true));
                default -> {
                    return entry(header, extension);
                }
            }
        }
        throw new EOFException("it ends without the blocks of zeros that end a tar");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (rest == 0 || length == 0) {
            return rest == 0 ? -1 : 0;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, rest));
        if (count < 0) {
            throw new EOFException("it ends within a file");
        }
        rest -= count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private SourceEntry entry(TarHeader header, Extension extension) throws IOException {
        String name = extension.nameOr(header::name);
        String target = extension.targetOr(header::target);
        if (extension.sparse() || header.type() == 'S') {
            throw new SourceRejectedException(
                    EntryNames.quoted(name) + " is packed as a sparse file", "pack the folder without --sparse");
        }
        return switch (header.type()) {
            case '0', '\0', '7' -> fileOrFolder(name, header, extension);
            case '1' -> SourceEntry.hardLink(name, target);
            case '2' -> SourceEntry.symbolicLink(name, target);
            case '5' -> SourceEntry.folder(name);
            case '3', '4', '6' ->
                throw new SourceRejectedException(
                        EntryNames.quoted(name) + " is a device", "leave devices and pipes out");
            default ->
                throw new SourceRejectedException(
                        EntryNames.quoted(name) + " is of a kind that no source tree has", HINT);
        };
    }

    /** Before there was a type for folders, a slash at the end made one. */
    private SourceEntry fileOrFolder(String name, TarHeader header, Extension extension) throws IOException {
        content(extension.sizeOr(header.size()));
        return name.endsWith("/") ? SourceEntry.folder(name) : SourceEntry.file(name, (header.mode() & 0100) != 0);
    }

    private void extend(TarHeader header, ExtensionReader reader) throws IOException {
        long size = header.size();
        content(size);
        reader.read(in, size);
        in.skipNBytes(padding);
        content(0);
    }

    private void content(long size) {
        rest = size;
        padding = (int) ((BLOCK - size % BLOCK) % BLOCK);
    }

    private void requireEnd(Extension extension) throws IOException {
        if (extension.isThere()) {
            throw new EOFException("it ends within an entry");
        }
        ended = true;
        if (readBlock() && !isZero()) {
            throw new IOException("it goes on after a block of zeros");
        }
        // What compresses the archive has its checksum at its end.
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Returns false at the end of the stream, and fails within a block. */
    private boolean readBlock() throws IOException {
        int count = in.readNBytes(block, 0, BLOCK);
        if (count != 0 && count != BLOCK) {
            throw new EOFException("it ends within a header");
        }
        return count == BLOCK;
    }

    private boolean isZero() {
        return Arrays.equals(block, ZEROS);
    }

    @FunctionalInterface
    private interface ExtensionReader {
        void read(InputStream content, long size) throws IOException;
    }
}

package dev.slipway.steps.source;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layers of one source, entry by entry, under limits that count over all of them.
 *
 * <p>Nothing an archive says of itself is believed: sizes are counted while bytes flow, and a bomb is noticed while it
 * unpacks, not after. Not thread-safe.
 */
public final class ArchiveReader {
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final Limits limits;
    private long entries;
    private long unpacked;
    private long files;

    public ArchiveReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads one layer until its end or until the visitor has seen enough.
     *
     * @throws SourceRejectedException when the archive is broken, hostile or over a limit
     * @throws IOException when the visitor fails to write, or the archive cannot be read at all
     */
    public void read(InputStream raw, Visitor visitor) throws IOException {
        Packed packed = new Packed(raw);
        try (ArchiveInputStream<? extends ArchiveEntry> archive = open(packed)) {
            ArchiveEntry entry;
            while ((entry = next(archive)) != null) {
                if (++entries > limits.entries()) {
                    throw new SourceRejectedException(
                            "the source has more than " + limits.entries() + " entries",
                            "leave out what the build makes or fetches itself, or raise MaxEntries of the pipeline");
                }
                SourceEntry checked = EntryCheck.check(entry);
                if (checked.type() == SourceEntry.Type.FILE) {
                    files++;
                }
                if (!visitor.visit(checked, new Content(archive, packed))) {
                    return;
                }
            }
        }
    }

    public long unpackedBytes() {
        return unpacked;
    }

    public long files() {
        return files;
    }

    private static ArchiveInputStream<? extends ArchiveEntry> open(InputStream in) throws IOException {
        try {
            return ArchiveFormat.open(in);
        } catch (ZstdIOException | ZipException | EOFException e) {
            throw broken(e);
        }
    }

    private static @Nullable ArchiveEntry next(ArchiveInputStream<? extends ArchiveEntry> archive) throws IOException {
        try {
            return archive.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw broken(e);
        }
    }

    private static SourceRejectedException broken(Exception e) {
        return new SourceRejectedException(
                "the source is broken or truncated: " + e.getMessage(), "upload it again, whole");
    }

    /** Takes entries in the order of the archive. */
    @FunctionalInterface
    public interface Visitor {

        /** Takes one entry and says whether to go on; the content is that of a file, and is gone afterwards. */
        boolean visit(SourceEntry entry, InputStream content) throws IOException;
    }

    private static final class Packed extends FilterInputStream {
        private long bytes;

        Packed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            bytes += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            bytes += Math.max(count, 0);
            return count;
        }
    }

    /** The bytes of one file, counted. */
    private final class Content extends InputStream {
        private final InputStream archive;
        private final Packed packed;

        Content(InputStream archive, Packed packed) {
            this.archive = archive;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = archive.read(buffer, offset, length);
            } catch (IOException e) {
                throw broken(e);
            }
            unpacked += Math.max(count, 0);
            if (unpacked > limits.unpackedBytes()) {
                throw new SourceRejectedException(
                        "the source unpacks to more than " + (limits.unpackedBytes() >> 20) + " MiB",
                        "leave out what the build does not need, or raise MaxUnpackedMiB of the pipeline");
            }
            if (unpacked > RATIO_COUNTS_FROM && unpacked / limits.ratio() > Math.max(packed.bytes, 1)) {
                throw new SourceRejectedException(
                        "the source unpacks to more than " + limits.ratio() + " times its size",
                        "leave out files of nothing but zeros, or raise MaxUnpackRatio of the pipeline");
            }
            return count;
        }
    }
}

package dev.slipway.steps.source;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import dev.slipway.steps.source.entry.Entries;
import dev.slipway.steps.source.entry.LateMode;
import dev.slipway.steps.source.entry.SourceEntry;
import dev.slipway.steps.source.entry.SourceRejectedException;
import dev.slipway.steps.source.tar.TarEntries;
import dev.slipway.steps.source.zip.ZipEntries;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layers of one source, entry by entry, under limits that count over all of them.
 *
 * <p>Nothing an archive says of itself is believed: sizes are counted while bytes flow, and a bomb is noticed while it
 * unpacks, not after. What is kept in memory is bounded by the limits, and for zstd by its window. Not thread-safe.
 */
public final class ArchiveReader {
    private static final long RATIO_COUNTS_FROM = 1 << 20;
    private static final int NAMES_PER_ENTRY = 256;
    private static final long NAMES_AT_LEAST = 1 << 20;

    private final Limits limits;
    private long entries;
    private long names;
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
        Counter counter = new Counter(packed);
        ArchiveFormat format = ArchiveFormat.of(packed);
        try (Entries archive = open(format, counter)) {
            SourceEntry entry;
            while ((entry = next(archive, packed)) != null) {
                count(entry);
                if (!visitor.visit(entry, new Content(archive, packed))) {
                    return;
                }
            }
            for (LateMode mode : archive.lateModes()) {
                visitor.mode(mode);
            }
        }
    }

    /** Returns what all layers have come to once decompressed, the headers of a tar included. */
    public long unpackedBytes() {
        return unpacked;
    }

    public long files() {
        return files;
    }

    private void count(SourceEntry entry) {
        if (++entries > limits.entries()) {
            throw new SourceRejectedException(
                    "the source has more than " + limits.entries() + " entries",
                    "leave out what the build makes or fetches itself, or raise MaxEntries of the pipeline");
        }
        names += entry.path().length();
        if (names > Math.max(NAMES_AT_LEAST, limits.entries() * NAMES_PER_ENTRY)) {
            throw new SourceRejectedException(
                    "the names in the source are longer than " + NAMES_PER_ENTRY + " characters on average",
                    "leave out what the build makes or fetches itself, or raise MaxEntries of the pipeline");
        }
        if (entry.type() == SourceEntry.Type.FILE) {
            files++;
        }
    }

    private static Entries open(ArchiveFormat format, Counter counter) throws IOException {
        Packed packed = counter.packed;
        if (format == ArchiveFormat.ZIP) {
            return new ZipEntries(packed, counter::add);
        }
        try {
            return new TarEntries(new Decompressed(format.decompressed(packed), counter));
        } catch (IOException e) {
            throw broken(e, packed);
        }
    }

    private static @Nullable SourceEntry next(Entries archive, Packed packed) throws IOException {
        try {
            return archive.next();
        } catch (IOException e) {
            throw broken(e, packed);
        }
    }

    private static SourceRejectedException broken(IOException e, Packed packed) throws IOException {
        if (packed.failure() != null) {
            throw packed.failure();
        }
        if (e instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return new SourceRejectedException(
                    "the source is packed with a window that takes more than 128 MiB to unpack",
                    "pack it without --long, or with --long=27");
        }
        return new SourceRejectedException(
                "the source is broken or truncated: " + e.getMessage(), "upload it again, whole");
    }

    /** Takes entries in the order of the archive. */
    @FunctionalInterface
    public interface Visitor {

        /** Takes one entry and says whether to go on; the content is that of a file, and is gone afterwards. */
        boolean visit(SourceEntry entry, InputStream content) throws IOException;

        /** Takes what the end of the archive tells of a file that was visited. */
        default void mode(LateMode mode) throws IOException {}
    }

    /** Counts what one layer unpacks to. */
    private final class Counter {
        private final Packed packed;
        private long layer;

        Counter(Packed packed) {
            this.packed = packed;
        }

        void add(long count) {
            unpacked += count;
            layer += count;
            if (unpacked > limits.unpackedBytes()) {
                throw new SourceRejectedException(
                        "the source unpacks to more than " + (limits.unpackedBytes() >> 20) + " MiB",
                        "leave out what the build does not need, or raise MaxUnpackedMiB of the pipeline");
            }
            if (layer > RATIO_COUNTS_FROM && layer / limits.ratio() > packed.bytes()) {
                throw new SourceRejectedException(
                        "the source unpacks to more than " + limits.ratio() + " times its size",
                        "leave out files of nothing but zeros, or raise MaxUnpackRatio of the pipeline");
            }
        }
    }

    /** A tar as it was before it was compressed. */
    private static final class Decompressed extends InputStream {
        private final InputStream in;
        private final Counter counter;

        Decompressed(InputStream in, Counter counter) {
            this.in = in;
            this.counter = counter;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            counter.add(Math.max(count, 0));
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** The bytes of one file. */
    private static final class Content extends InputStream {
        private final Entries archive;
        private final Packed packed;

        Content(Entries archive, Packed packed) {
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
            try {
                return archive.read(buffer, offset, length);
            } catch (IOException e) {
                throw broken(e, packed);
            }
        }
    }
}

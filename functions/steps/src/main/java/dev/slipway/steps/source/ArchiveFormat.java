package dev.slipway.steps.source;

import com.github.luben.zstd.ZstdInputStream;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The formats that source arrives in, told apart by their first bytes, whatever the name says. */
enum ArchiveFormat {
    TAR_ZSTD,
    TAR_GZIP,
    TAR,
    ZIP;

    private static final int TAR_MAGIC_AT = 257;
    private static final int ENOUGH = TAR_MAGIC_AT + 5;
    private static final int BUFFER = 1 << 16;
    private static final String HINT = "upload a .tar, .tar.gz, .tgz, .tar.zst or .zip";

    /** What zstd takes unasked: a frame makes the decoder hold a window of up to 2^27 bytes, or is refused. */
    private static final int WINDOW_LOG = 27;

    /** Returns the format of a stream, which stands at its beginning again afterwards. */
    static ArchiveFormat of(BufferedInputStream in) throws IOException {
        in.mark(ENOUGH);
        byte[] head = in.readNBytes(ENOUGH);
        in.reset();
        return of(head);
    }

    private static ArchiveFormat of(byte[] head) {
        if (begins(head, 0, 0x28, 0xb5, 0x2f, 0xfd)) {
            return TAR_ZSTD;
        }
        if (begins(head, 0, 0x1f, 0x8b)) {
            return TAR_GZIP;
        }
        if (begins(head, 0, 'P', 'K', 3, 4)) {
            return ZIP;
        }
        if (begins(head, TAR_MAGIC_AT, 'u', 's', 't', 'a', 'r')) {
            return TAR;
        }
        throw new SourceRejectedException(
                head.length == 0 ? "the source is empty" : "the source is not an archive", HINT);
    }

    /** Returns what is compressed; a stream that is not, as it is. */
    InputStream decompressed(InputStream in) throws IOException {
        return switch (this) {
            case TAR_ZSTD -> new ZstdInputStream(in).setLongMax(WINDOW_LOG);
            case TAR_GZIP -> new GZIPInputStream(in, BUFFER);
            case TAR, ZIP -> in;
        };
    }

    private static boolean begins(byte[] head, int at, int... magic) {
        if (head.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[at + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}

package dev.slipway.steps.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

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

    static ArchiveInputStream<? extends ArchiveEntry> open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(ENOUGH);
        byte[] head = in.readNBytes(ENOUGH);
        in.reset();
        return switch (of(head)) {
            case TAR_ZSTD -> tar(new ZstdInputStream(in));
            case TAR_GZIP -> tar(new GZIPInputStream(in, BUFFER));
            case TAR -> tar(in);
            case ZIP -> new ZipArchiveInputStream(in, "UTF-8", true, true);
        };
    }

    static ArchiveFormat of(byte[] head) {
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

    private static TarArchiveInputStream tar(InputStream in) {
        return new TarArchiveInputStream(new BufferedInputStream(in, BUFFER), "UTF-8");
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

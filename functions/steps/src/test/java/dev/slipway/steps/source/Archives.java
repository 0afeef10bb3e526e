package dev.slipway.steps.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Reads archives as the build does. */
final class Archives {
    static final Limits LIMITS = new Limits(1 << 30, 64 << 20, 100, 1000);

    private Archives() {}

    static void unpack(byte[] archive, Path folder) throws IOException {
        Unpacker unpacker = new Unpacker(folder);
        new ArchiveReader(LIMITS).read(new ByteArrayInputStream(archive), unpacker);
        unpacker.finish();
    }

    /** Reads all of an archive and returns the names in it. */
    static List<String> names(InputStream archive, Limits limits) throws IOException {
        List<String> names = new ArrayList<>();
        new ArchiveReader(limits).read(archive, (entry, content) -> {
            content.transferTo(OutputStream.nullOutputStream());
            return names.add(entry.path());
        });
        return names;
    }

    static List<String> names(byte[] archive) throws IOException {
        return names(new ByteArrayInputStream(archive), LIMITS);
    }

    static void assertRefused(byte[] archive, Path folder, String cause) {
        assertThatThrownBy(() -> unpack(archive, folder))
                .isInstanceOfSatisfying(SourceRejectedException.class, refusal -> {
                    assertThat(refusal.error().cause()).contains(cause);
                    assertThat(refusal.error().hint()).isNotBlank();
                });
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    static byte[] zstd(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(bytes)) {
            content.write(out);
        }
        return bytes.toByteArray();
    }

    /** Returns a frame of one raw block that says it needs a window of so many bits: RFC 8878, 3.1.1. */
    static byte[] zstdWithWindow(int bits, byte[] content) {
        int block = (content.length << 3) | 1;
        byte[] header = {
            0x28,
            (byte) 0xb5,
            0x2f,
            (byte) 0xfd,
            0,
            (byte) ((bits - 10) << 3),
            (byte) block,
            (byte) (block >> 8),
            (byte) (block >> 16)
        };
        byte[] frame = Arrays.copyOf(header, header.length + content.length);
        System.arraycopy(content, 0, frame, header.length, content.length);
        return frame;
    }

    /** Returns how many bytes a thread allocated, which is more than it ever held. */
    static long allocated(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }
}

package dev.slipway.steps.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One file of a zip; each method returns another one that differs in what it names. */
final class ZipItem implements Cloneable {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int ENCRYPTED = 1;
    static final int DESCRIPTOR = 8;

    private byte[] name;
    private byte[] packed;
    private int flags;
    private int method;
    private long crc;
    private long packedSize;
    private long size;
    private byte[] extra = new byte[0];
    private byte[] descriptor = new byte[0];
    private int mode = 0100644;
    private long at;

    private ZipItem(byte[] name, byte[] packed) {
        this.name = name;
        this.packed = packed;
    }

    static ZipItem of(String name, String content) {
        return of(name, content, STORED);
    }

    static ZipItem of(String name, String content, int method) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipItem item = new ZipItem(name.getBytes(StandardCharsets.UTF_8), method == STORED ? bytes : deflate(bytes));
        item.method = method;
        item.crc = crc.getValue();
        item.packedSize = item.packed.length;
        item.size = bytes.length;
        return item;
    }

    ZipItem named(byte[] other) {
        ZipItem copy = copy();
        copy.name = other;
        return copy;
    }

    ZipItem flagged(int other) {
        ZipItem copy = copy();
        copy.flags = other;
        return copy;
    }

    ZipItem by(int other) {
        ZipItem copy = copy();
        copy.method = other;
        return copy;
    }

    ZipItem checked(long other) {
        ZipItem copy = copy();
        copy.crc = other;
        return copy;
    }

    ZipItem sized(long otherPacked, long other) {
        ZipItem copy = copy();
        copy.packedSize = otherPacked;
        copy.size = other;
        return copy;
    }

    ZipItem with(byte[] other) {
        ZipItem copy = copy();
        copy.extra = other;
        return copy;
    }

    /** Of Unix. */
    ZipItem moded(int other) {
        ZipItem copy = copy();
        copy.mode = other;
        return copy;
    }

    ZipItem at(long other) {
        ZipItem copy = copy();
        copy.at = other;
        return copy;
    }

    /** Has its sizes behind it, as one writes that does not know them before. */
    ZipItem described(boolean signature, boolean wide) {
        ZipItem copy = flagged(DESCRIPTOR);
        LittleEndian bytes = new LittleEndian();
        if (signature) {
            bytes.put(0x08074b50, 4);
        }
        copy.descriptor = bytes.put(crc, 4)
                .put(packedSize, wide ? 8 : 4)
                .put(size, wide ? 8 : 4)
                .bytes();
        return copy;
    }

    byte[] local() {
        boolean late = (flags & DESCRIPTOR) != 0;
        LittleEndian header =
                new LittleEndian().put(0x04034b50, 4).put(20, 2).put(flags, 2).put(method, 2);
        header.put(0, 4).put(late ? 0 : crc, 4).put(late ? 0 : packedSize, 4).put(late ? 0 : size, 4);
        header.put(name.length, 2).put(extra.length, 2);
        return header.put(name).put(extra).put(packed).put(descriptor).bytes();
    }

    byte[] central() {
        LittleEndian header =
                new LittleEndian().put(0x02014b50, 4).put((3 << 8) | 20, 2).put(20, 2);
        header.put(flags, 2)
                .put(method, 2)
                .put(0, 4)
                .put(crc, 4)
                .put(packedSize, 4)
                .put(size, 4);
        header.put(name.length, 2).put(extra.length, 2).put(0, 2);
        header.put(0, 4).put(0, 2).put(mode, 2).put(at, 4);
        return header.put(name).put(extra).bytes();
    }

    private ZipItem copy() {
        try {
            return (ZipItem) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] buffer = new byte[bytes.length + 100];
        int length = deflater.deflate(buffer);
        deflater.end();
        return Arrays.copyOf(buffer, length);
    }

    /** Numbers with the lowest byte first. */
    static final class LittleEndian {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        LittleEndian put(long value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                out.write((int) (value >>> (i * Byte.SIZE)));
            }
            return this;
        }

        LittleEndian put(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}

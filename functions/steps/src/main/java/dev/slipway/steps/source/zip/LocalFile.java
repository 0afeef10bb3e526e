package dev.slipway.steps.source.zip;

import dev.slipway.steps.source.entry.EntryNames;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A local file header of <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE</a> 4.3.7.
 *
 * @param rawName the name's bytes, one a character, to compare with the central directory
 * @param crc 0 until the data descriptor is read, as the sizes are
 */
record LocalFile(String rawName, String path, int flags, int method, long crc, long packed, long unpacked) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR_FOLLOWS = 1 << 3;
    private static final int HEADER_MASKED = 1 << 13;
    private static final long IN_ZIP64 = 0xffffffffL;

    /** Reads a header whose signature is still there. */
    static LocalFile read(ZipInput in) throws IOException {
        in.skip(6);
        int flags = in.u16();
        int method = in.u16();
        in.skip(4);
        long crc = in.u32();
        long packed = in.u32();
        long unpacked = in.u32();
        int nameLength = in.u16();
        int extraLength = in.u16();
        byte[] name = in.bytes(nameLength);
        byte[] extra = in.bytes(extraLength);
        if (packed == IN_ZIP64 || unpacked == IN_ZIP64) {
            Zip64 zip64 = Zip64.of(extra);
            unpacked = unpacked == IN_ZIP64 ? zip64.next() : unpacked;
            packed = packed == IN_ZIP64 ? zip64.next() : packed;
        }
        LocalFile file = new LocalFile(raw(name), path(name), flags, method, crc, packed, unpacked);
        file.requireReadable();
        return file;
    }

    static String raw(byte[] name) {
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    boolean descriptorFollows() {
        return (flags & DESCRIPTOR_FOLLOWS) != 0;
    }

    boolean isFolder() {
        return path.endsWith("/");
    }

    /** Returns this file as its content turned out to be. */
    LocalFile measured(long foundCrc, long foundPacked, long foundUnpacked) {
        return new LocalFile(rawName, path, flags, method, foundCrc, foundPacked, foundUnpacked);
    }

    private void requireReadable() {
        if ((flags & (ENCRYPTED | HEADER_MASKED)) != 0) {
            throw new SourceRejectedException(
                    EntryNames.quoted(path) + " is encrypted", "pack the folder without a password");
        }
        if (method != STORED && method != DEFLATED) {
            throw new SourceRejectedException(
                    EntryNames.quoted(path) + " is compressed by method " + method + ", which is not taken",
                    "pack the folder with deflate, the usual method, or as .tar.gz");
        }
    }

    /** Names are UTF-8 whether they say so or not, else of code page 437; of DOS, where there is no slash, by backslash. */
    private static String path(byte[] name) {
        String text = text(name);
        return text.indexOf('/') < 0 ? text.replace('\\', '/') : text;
    }

    private static String text(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            if (!Charset.isSupported("IBM437")) {
                return EntryNames.utf8(name);
            }
            return new String(name, Charset.forName("IBM437"));
        }
    }
}

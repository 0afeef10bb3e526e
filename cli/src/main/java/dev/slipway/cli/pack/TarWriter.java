package dev.slipway.cli.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar whose bytes follow from the names, modes and contents alone.
 *
 * <p>The format is <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>: ustar headers,
 * with extended ones where a name is long or not ASCII. Commons Compress writes the name of the user into its extended
 * headers, so its bytes differ from machine to machine; that is why the few fields are written here. Owners are 0, times
 * are the epoch. Not thread-safe.
 */
final class TarWriter {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final long MAX_OCTAL_SIZE = 0_77777777777L;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final OutputStream out;
    private long written;
    private long expected;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void folder(String path) throws IOException {
        entry(path + "/", "", '5', 0755, 0);
    }

    void link(String path, String target) throws IOException {
        entry(path, target, '2', 0777, 0);
    }

    /** Begins a file; exactly {@code size} bytes follow by {@link #write}. */
    void file(String path, long size, boolean executable) throws IOException {
        entry(path, "", '0', executable ? 0755 : 0644, size);
        expected = size;
        written = 0;
    }

    void write(byte[] buffer, int length) throws IOException {
        if (written + length > expected) {
            throw new IllegalStateException("length must not exceed the size given in the header");
        }
        out.write(buffer, 0, length);
        written += length;
    }

    void endFile() throws IOException {
        if (written != expected) {
            throw new IllegalStateException("a file must have the size given in its header");
        }
        pad(expected);
    }

    /** Writes the end mark; the stream stays open. */
    void finish() throws IOException {
        out.write(ZEROS);
        out.write(ZEROS);
    }

    private void entry(String path, String link, char type, int mode, long size) throws IOException {
        StringBuilder extended = new StringBuilder();
        if (!fits(path)) {
            extended.append(record("path", path));
        }
        if (!fits(link)) {
            extended.append(record("linkpath", link));
        }
        if (size > MAX_OCTAL_SIZE) {
            extended.append(record("size", Long.toString(size)));
        }
        if (!extended.isEmpty()) {
            byte[] content = extended.toString().getBytes(StandardCharsets.UTF_8);
            header("pax", "", 'x', 0644, content.length);
            out.write(content);
            pad(content.length);
        }
        header(path, link, type, mode, Math.min(size, MAX_OCTAL_SIZE));
    }

    private void header(String path, String link, char type, int mode, long size) throws IOException {
        byte[] header = new byte[BLOCK];
        text(header, 0, path);
        octal(header, 100, 7, mode);
        octal(header, 108, 7, 0);
        octal(header, 116, 7, 0);
        octal(header, 124, 11, size);
        octal(header, 136, 11, 0);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        text(header, 157, link);
        text(header, 257, "ustar");
        octal(header, 263, 2, 0);
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 6, sum);
        header[154] = 0;
        out.write(header);
    }

    private void pad(long size) throws IOException {
        int rest = (int) (size % BLOCK);
        if (rest > 0) {
            out.write(ZEROS, 0, BLOCK - rest);
        }
    }

    private static boolean fits(String text) {
        return text.length() <= NAME_LENGTH
                && StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    /** A record counts its own length, digits included. */
    private static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        if (Integer.toString(length).length() > Integer.toString(bytes).length()) {
            length++;
        }
        return length + rest;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, NAME_LENGTH));
    }

    private static void octal(byte[] header, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            header[i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }
}

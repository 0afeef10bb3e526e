package dev.slipway.steps.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a tar byte by byte, the wrong ones too. */
final class TarBytes {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarBytes file(String name, String content) {
        return entry('0', name, "", content.getBytes(StandardCharsets.UTF_8));
    }

    TarBytes folder(String name) {
        return entry('5', name, "", new byte[0]);
    }

    TarBytes link(char type, String name, String target) {
        return entry(type, name, target, new byte[0]);
    }

    /** Writes the records of an extended header, each as "key=value". */
    TarBytes pax(char type, String... records) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (String record : records) {
            content.writeBytes(paxRecord(record));
        }
        return entry(type, "pax", "", content.toByteArray());
    }

    TarBytes entry(char type, String name, String target, byte[] content) {
        header(type, name, target, octal(content.length, 11));
        raw(content);
        return raw(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    /** Writes a header alone, with the twelve bytes of its size as they are given. */
    TarBytes header(char type, String name, String target, byte[] size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, cut(name));
        put(header, 100, octal(type == '5' ? 0755 : 0644, 7));
        put(header, 124, size);
        header[156] = (byte) type;
        put(header, 157, cut(target));
        put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, octal(sum, 6));
        return raw(header);
    }

    TarBytes zeros(int blocks) {
        return raw(new byte[blocks * BLOCK]);
    }

    TarBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Returns the archive with its end. */
    byte[] end() {
        return zeros(2).bytes();
    }

    static byte[] octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return ("0".repeat(digits - text.length()) + text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] paxRecord(String record) {
        int rest = (" " + record + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + 1;
        while (rest + Integer.toString(length).length() != length) {
            length = rest + Integer.toString(length).length();
        }
        return (length + " " + record + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, Math.min(bytes.length, 100));
    }

    private static void put(byte[] header, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

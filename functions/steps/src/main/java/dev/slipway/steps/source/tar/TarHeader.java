package dev.slipway.steps.source.tar;

import dev.slipway.steps.source.entry.EntryNames;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One header block, as <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a> lays it out, with
 * GNU's numbers in base 256.
 */
final class TarHeader {
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final Pattern END_OF_NUMBER = Pattern.compile("[ \0]");

    private final byte[] block;

    /** Takes a block that is not all zeros; it is not copied. */
    TarHeader(byte[] block) throws IOException {
        this.block = block;
        if (!checksumHolds()) {
            throw new SourceRejectedException(
                    "the source is not an archive: a header is broken", "pack the folder anew, from inside it");
        }
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    int mode() throws IOException {
        return (int) number(100, 8) & 07777;
    }

    long size() throws IOException {
        return number(124, 12);
    }

    String name() {
        String name = text(0, 100);
        // GNU has "ustar  " and times where POSIX has the prefix.
        boolean posix = new String(block, 257, 6, StandardCharsets.US_ASCII).equals("ustar\0");
        String prefix = posix ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String target() {
        return text(157, 100);
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) {
            end++;
        }
        return EntryNames.utf8(Arrays.copyOfRange(block, at, end));
    }

    private long number(int at, int length) throws IOException {
        if ((block[at] & 0x80) != 0) {
            return base256(at, length);
        }
        String digits =
                END_OF_NUMBER.split(new String(block, at, length, StandardCharsets.US_ASCII).stripLeading(), 2)[0];
        try {
            return digits.isEmpty() ? 0 : positive(Long.parseLong(digits, 8));
        } catch (NumberFormatException e) {
            throw new IOException("a header holds no number where one belongs", e);
        }
    }

    private long base256(int at, int length) throws IOException {
        long value = block[at] & 0x7f;
        for (int i = at + 1; i < at + length; i++) {
            if (value >>> (Long.SIZE - Byte.SIZE - 1) != 0) {
                throw new IOException("a header holds a number that is too large");
            }
            value = (value << Byte.SIZE) | (block[i] & 0xff);
        }
        return value;
    }

    private static long positive(long value) throws IOException {
        if (value < 0) {
            throw new IOException("a header holds a negative number");
        }
        return value;
    }

    /** Old tars summed signed bytes; both sums are taken, as other readers do. */
    private boolean checksumHolds() throws IOException {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < block.length; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            unsigned += own ? ' ' : block[i] & 0xff;
            signed += own ? ' ' : block[i];
        }
        try {
            long stated = number(CHECKSUM_AT, CHECKSUM_LENGTH);
            return stated == unsigned || stated == signed;
        } catch (IOException e) {
            return false;
        }
    }
}

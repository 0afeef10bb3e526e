package dev.slipway.steps.source.zip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of a zip, with a look ahead, little-endian numbers, and the position. Not thread-safe. */
final class ZipInput {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private long before;

    ZipInput(InputStream in) {
        this.in = in;
    }

    long position() {
        return before + at;
    }

    /** Says whether so many bytes are there, of the few that are looked at ahead. */
    boolean has(int bytes) throws IOException {
        while (end - at < bytes) {
            if (end == buffer.length) {
                compact();
            }
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return false;
            }
            end += count;
        }
        return true;
    }

    /** Returns the number that stands {@code ahead} bytes further on, without going there. */
    long peek(int ahead, int bytes) throws IOException {
        require(ahead + bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (buffer[at + ahead + i] & 0xff);
        }
        return value;
    }

    int u16() throws IOException {
        return (int) number(2);
    }

    long u32() throws IOException {
        return number(4);
    }

    /** Returns eight bytes as a number; one that a long cannot hold is no size. */
    long u64() throws IOException {
        long value = number(8);
        if (value < 0) {
            throw new IOException("a header holds a number that is too large");
        }
        return value;
    }

    byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = 0;
        while (count < length) {
            require(1);
            count += take(bytes, count, length - count);
        }
        return bytes;
    }

    void skip(long length) throws IOException {
        long rest = length;
        while (rest > 0) {
            require(1);
            int step = (int) Math.min(rest, end - at);
            at += step;
            rest -= step;
        }
    }

    /** Copies what is at hand, at least a byte, unless the end is reached. */
    int read(byte[] target, int offset, int length) throws IOException {
        return has(1) ? take(target, offset, length) : -1;
    }

    /** Returns how many bytes may be read before a signature, or the beginning of one, could stand; 0 where one stands. */
    int beforeSignature(long signature, int most) throws IOException {
        require(4);
        for (int i = at; i + 4 <= end && i - at < most; i++) {
            if (buffer[i] == (byte) signature && peek(i - at, 4) == signature) {
                return i - at;
            }
        }
        return Math.min(most, end - at - 3);
    }

    /** Inflates; what the inflater did not need is still there afterwards. */
    int inflate(Inflater inflater, byte[] target, int offset, int length) throws IOException {
        try {
            while (true) {
                if (!has(1) && inflater.needsInput()) {
                    throw new EOFException("it ends within a file");
                }
                inflater.setInput(buffer, at, end - at);
                int count = inflater.inflate(target, offset, length);
                at = end - inflater.getRemaining();
                if (count > 0 || inflater.finished()) {
                    return count;
                }
                if (inflater.needsDictionary()) {
                    throw new IOException("a file is compressed with a dictionary that is not there");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("a file is not compressed as it says", e);
        }
    }

    private long number(int bytes) throws IOException {
        long value = peek(0, bytes);
        at += bytes;
        return value;
    }

    private int take(byte[] target, int offset, int length) {
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }

    private void require(int bytes) throws IOException {
        if (!has(bytes)) {
            throw new EOFException("it ends before its list of files does");
        }
    }

    private void compact() {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        before += at;
        end -= at;
        at = 0;
    }
}

package dev.slipway.steps.source.tar;

import dev.slipway.steps.source.entry.EntryNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a header because it does not fit into it: pax records and GNU's long names.
 *
 * <p>Only the records that matter here are kept, and those are short; all others, however long they say they are, flow by.
 */
final class Extension {
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_NUMBER = 19;

    private @Nullable String name;
    private @Nullable String target;
    private @Nullable Long size;
    private boolean sparse;
    private boolean read;

    boolean isThere() {
        return read;
    }

    boolean sparse() {
        return sparse;
    }

    /** Returns the name that stands here, or asks the header, which has but the beginning of a long one, cut anywhere. */
    String nameOr(Supplier<String> header) {
        return name == null ? header.get() : name;
    }

    String targetOr(Supplier<String> header) {
        return target == null ? header.get() : target;
    }

    long sizeOr(long other) {
        return size == null ? other : size;
    }

    /** Takes the content of a GNU entry for a long name. */
    void gnuName(InputStream content, long length, boolean ofTarget) throws IOException {
        read = true;
        byte[] bytes = value(content, length);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        String text = EntryNames.utf8(Arrays.copyOf(bytes, end));
        if (ofTarget) {
            target = text;
        } else {
            name = text;
        }
    }

    /** Takes the records of a pax header: each {@code "<length> <key>=<value>\n"}, the length counting all of itself. */
    void pax(InputStream content, long length) throws IOException {
        read = true;
        long rest = length;
        while (rest > 0) {
            rest -= record(content, rest);
        }
    }

    private long record(InputStream in, long available) throws IOException {
        String digits = until(in, ' ', LONGEST_NUMBER);
        long length = number(digits);
        long left = length - digits.length() - 1;
        if (length > available || left < 2) {
            throw new IOException("a pax record has a wrong length");
        }
        StringBuilder key = new StringBuilder();
        int b;
        while ((b = byteOf(in)) != '=') {
            if (--left < 2 || key.length() == LONGEST_KEY) {
                break;
            }
            key.append((char) b);
        }
        if (b != '=') {
            in.skipNBytes(left);
            return length;
        }
        take(key.toString(), in, left - 2);
        if (byteOf(in) != '\n') {
            throw new IOException("a pax record has no end");
        }
        return length;
    }

    private void take(String key, InputStream in, long length) throws IOException {
        switch (key) {
            case "path" -> name = length == 0 ? null : EntryNames.utf8(value(in, length));
            case "linkpath" -> target = length == 0 ? null : EntryNames.utf8(value(in, length));
            case "size" -> size = number(new String(value(in, length), StandardCharsets.US_ASCII));
            default -> {
                sparse |= key.startsWith("GNU.sparse.");
                in.skipNBytes(length);
            }
        }
    }

    private static byte[] value(InputStream in, long length) throws IOException {
        int kept = (int) Math.min(length, EntryNames.LONGEST_PATH + 1L);
        byte[] value = in.readNBytes(kept);
        if (value.length < kept) {
            throw new EOFException("it ends within a header");
        }
        in.skipNBytes(length - kept);
        return value;
    }

    private static String until(InputStream in, char end, int most) throws IOException {
        StringBuilder text = new StringBuilder();
        int b;
        while ((b = byteOf(in)) != end) {
            if (text.length() == most) {
                throw new IOException("a pax record has no length");
            }
            text.append((char) b);
        }
        return text.toString();
    }

    private static long number(String digits) throws IOException {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IOException("a pax record holds no number where one belongs");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("a pax record holds a number that is too large", e);
        }
    }

    private static int byteOf(InputStream in) throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("it ends within a header");
        }
        return b;
    }
}

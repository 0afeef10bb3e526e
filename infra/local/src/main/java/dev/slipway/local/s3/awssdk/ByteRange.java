package dev.slipway.local.s3.awssdk;

import org.jspecify.annotations.Nullable;

/** The part of an object that a Range header asks for, first and last byte inclusive. */
record ByteRange(long first, long last) {

    /** Reads a header of one range, which S3Proxy has checked for its form. */
    static ByteRange of(@Nullable String header, long size) {
        if (header == null) {
            return new ByteRange(0, size - 1);
        }
        int dash = header.indexOf('-');
        String from = header.substring("bytes=".length(), dash);
        String to = header.substring(dash + 1);
        long first = from.isEmpty() ? Math.max(0, size - Long.parseLong(to)) : Long.parseLong(from);
        long last = from.isEmpty() || to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        if (first >= size || last < first) {
            throw SdkErrors.of(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}

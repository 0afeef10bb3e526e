package dev.slipway.cli.pack;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what goes by, and stops at a limit. */
final class DigestingOutput extends OutputStream {
    private final OutputStream out;
    private final long limit;
    private final MessageDigest digest;
    private long size;

    DigestingOutput(OutputStream out, long limit) {
        this.out = out;
        this.limit = limit;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        size += length;
        if (size > limit) {
            throw new OverLimitException(limit);
        }
        digest.update(buffer, offset, length);
        out.write(buffer, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    long size() {
        return size;
    }

    /** Returns the hash in hexadecimal; call once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** More bytes than the limit allows. */
    static final class OverLimitException extends IOException {
        private static final long serialVersionUID = 1L;

        OverLimitException(long limit) {
            super("the archive is larger than " + (limit >> 20) + " MiB");
        }
    }
}

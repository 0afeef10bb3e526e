package dev.slipway.local.lambda.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in the form of OCI. */
final class Digests {
    private static final String PREFIX = "sha256:";

    private Digests() {}

    /** Wraps a blob so that {@link #verify} can tell whether it was the one asked for. */
    static DigestInputStream reading(InputStream blob) {
        return new DigestInputStream(blob, algorithm());
    }

    /** Reads what is left of a blob and compares. */
    static void verify(DigestInputStream blob, String expected) throws IOException {
        blob.transferTo(OutputStream.nullOutputStream());
        String actual =
                PREFIX + HexFormat.of().formatHex(blob.getMessageDigest().digest());
        if (!actual.equals(expected)) {
            throw new IOException("a layer's bytes have the digest " + actual + " instead of " + expected);
        }
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

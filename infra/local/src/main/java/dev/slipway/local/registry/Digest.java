package dev.slipway.local.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names content by its SHA-256, the one algorithm that every client and ECR use.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** Refuses anything but a SHA-256, so that a digest can stand in a file name. */
    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("digest must be 64 hexadecimal digits");
        }
    }

    /** Reads {@code sha256:<hex>}. */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("digest must begin with " + PREFIX);
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** Tells whether a reference is a digest and not a tag. */
    public static boolean looksLikeOne(String reference) {
        return reference.indexOf(':') >= 0;
    }

    /** Computes the digest of content at hand. */
    public static Digest of(byte[] content) {
        return finish(start(), content);
    }

    /** Starts a digest over streamed content. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Ends a digest over streamed content. */
    public static Digest finish(MessageDigest running) {
        return new Digest(HexFormat.of().formatHex(running.digest()));
    }

    private static Digest finish(MessageDigest running, byte[] last) {
        return new Digest(HexFormat.of().formatHex(running.digest(last)));
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}

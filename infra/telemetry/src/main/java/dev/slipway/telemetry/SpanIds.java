package dev.slipway.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes span ids.
 *
 * <p>The span of a whole deployment is written when it ends, but its children name it long before. Both sides derive
 * its id from what both know, and a retry writes the same span instead of a second one.
 */
public final class SpanIds {
    private static final int BYTES = 8;

    private SpanIds() {}

    /**
     * Derives an id from the deployment.
     *
     * @param redriveCount how often the execution was redriven: a redrive runs states again, and so is another span
     * @return the first 8 bytes of SHA-256 of {@code <deploymentId>/<redriveCount>/<spanName>} as 16 hex digits
     */
    public static String of(String deploymentId, int redriveCount, String spanName) {
        return HexFormat.of().formatHex(sha256(deploymentId + "/" + redriveCount + "/" + spanName), 0, BYTES);
    }

    /** Makes an id that nobody can foresee. */
    public static String random(SecureRandom random) {
        byte[] id = new byte[BYTES];
        random.nextBytes(id);
        // All zeros means "no span"; one set bit costs nothing of the randomness that matters.
        id[0] |= 1;
        return HexFormat.of().formatHex(id);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.slipway.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Makes deployment ids: ULIDs (48 bits of milliseconds, 80 bits of entropy, Crockford base 32), so they sort by time. */
public final class DeploymentId {
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final Pattern VALID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final int ENTROPY_BYTES = 10;

    private DeploymentId() {}

    /** Returns a new id. The generator must be a secure one: snapshots of a function share the state of others. */
    public static String random(Instant time, SecureRandom random) {
        byte[] entropy = new byte[ENTROPY_BYTES];
        random.nextBytes(entropy);
        return encode(time, entropy);
    }

    /** Returns the id of an upload to S3: the same for each delivery of the same event. */
    public static String ofUpload(Instant eventTime, String bucket, String key, String sequencer) {
        byte[] digest = sha256(bucket + "\n" + key + "\n" + sequencer);
        return encode(eventTime, Arrays.copyOf(digest, ENTROPY_BYTES));
    }

    /** Says whether the text has the form of a deployment id. */
    public static boolean isValid(String id) {
        return VALID.matcher(id).matches();
    }

    private static String encode(Instant time, byte[] entropy) {
        char[] out = new char[26];
        long millis = time.toEpochMilli();
        for (int i = 9; i >= 0; i--) {
            out[i] = CROCKFORD[(int) (millis & 31)];
            millis >>>= 5;
        }
        int bits = 0;
        int buffered = 0;
        int next = 10;
        for (byte b : entropy) {
            buffered = (buffered << 8) | (b & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out[next++] = CROCKFORD[(buffered >>> bits) & 31];
            }
        }
        return new String(out);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

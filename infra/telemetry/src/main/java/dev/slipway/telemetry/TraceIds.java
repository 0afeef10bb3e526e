package dev.slipway.telemetry;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Makes trace ids that X-Ray takes as its own: 4 bytes of epoch seconds, then 12 others.
 *
 * <p>See <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html">X-Ray, sending trace
 * data</a>.
 */
public final class TraceIds {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ULID_LENGTH = 26;
    private static final int ULID_TIME_LENGTH = 10;
    private static final int TAIL_BYTES = 12;

    private TraceIds() {}

    /** Makes a new trace id that begins now. */
    public static String xray(Clock clock, SecureRandom random) {
        byte[] tail = new byte[TAIL_BYTES];
        random.nextBytes(tail);
        return at(clock.instant().getEpochSecond(), HexFormat.of().formatHex(tail));
    }

    /**
     * Derives the trace id of a deployment whose trace nobody began: an upload without a traceparent.
     *
     * @param deploymentId ULID, whose time becomes that of the trace
     * @throws IllegalArgumentException when the id is not a ULID
     */
    public static String of(String deploymentId) {
        return at(
                epochSeconds(deploymentId),
                HexFormat.of().formatHex(SpanIds.sha256(deploymentId + "/trace"), 0, TAIL_BYTES));
    }

    private static String at(long epochSeconds, String tail) {
        return String.format(Locale.ROOT, "%08x", (int) epochSeconds) + tail;
    }

    private static long epochSeconds(String ulid) {
        if (ulid.length() != ULID_LENGTH) {
            throw new IllegalArgumentException("deploymentId must be a ULID: " + ulid);
        }
        long millis = 0;
        for (char digit :
                ulid.substring(0, ULID_TIME_LENGTH).toUpperCase(Locale.ROOT).toCharArray()) {
            int value = CROCKFORD.indexOf(digit);
            if (value < 0) {
                throw new IllegalArgumentException("deploymentId must be a ULID: " + ulid);
            }
            millis = millis * CROCKFORD.length() + value;
        }
        return millis / 1000;
    }
}

package dev.slipway.local.front;

import java.util.HexFormat;

/**
 * The signatures of a body that is sent in chunks: each covers the one before it, and the first that of the head, so no
 * chunk can be left out, repeated or moved. For one thread.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">Signature calculations
 *     for trailing headers</a>
 */
public final class SignatureChain {
    private static final String EMPTY = Digests.sha256Hex(new byte[0]);

    private final SigningKey key;
    private String last;

    SignatureChain(SigningKey key, String seed) {
        this.key = key;
        this.last = seed;
    }

    /** Returns whether a chunk with this SHA-256 and signature is the next. */
    public boolean hasChunk(byte[] sha256, String signature) {
        return isNext(
                key.sign(
                        Signature.ALGORITHM + "-PAYLOAD",
                        last,
                        EMPTY,
                        HexFormat.of().formatHex(sha256)),
                signature);
    }

    /**
     * Returns whether trailing headers with this signature are the next.
     *
     * @param headers {@code name:value} and a line feed, for each
     */
    public boolean hasTrailer(String headers, String signature) {
        return isNext(
                key.sign(Signature.ALGORITHM + "-TRAILER", last, Digests.sha256Hex(Digests.utf8(headers))), signature);
    }

    private boolean isNext(String expected, String given) {
        last = expected;
        return Digests.same(expected, given);
    }
}

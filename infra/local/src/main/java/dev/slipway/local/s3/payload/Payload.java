package dev.slipway.local.s3.payload;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.SignatureChain;
import dev.slipway.local.front.SignedCall;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a call promises of its body.
 *
 * @param hash x-amz-content-sha256: the body's SHA-256, or a word for what stands in its place
 * @param length of the body once decoded; negative where the head does not say, and there is none
 * @param md5 Content-MD5 in hexadecimal
 * @param trailer x-amz-trailer
 */
public record Payload(
        String hash,
        long length,
        @Nullable String md5,
        @Nullable String trailer) {
    /** Stands for the hash of a body that is not part of what is signed. */
    public static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    /** The largest object that one call may send. */
    public static final long MAX_LENGTH = 5L * 1024 * 1024 * 1024;

    private static final String SIGNED_CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private static final String SIGNED_CHUNKS_AND_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private static final String CHUNKS_AND_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private static final int MD5_LENGTH = 16;

    /**
     * Reads what a head promises.
     *
     * @throws AwsException what S3 refuses without having seen the body
     */
    public static Payload of(SignedCall call) {
        String hash = call.header("x-amz-content-sha256").orElse(UNSIGNED);
        boolean chunked = List.of(SIGNED_CHUNKS, SIGNED_CHUNKS_AND_TRAILER, CHUNKS_AND_TRAILER)
                .contains(hash);
        if (!chunked && !hash.equals(UNSIGNED) && !hash.matches("[0-9a-f]{64}")) {
            throw new AwsException(
                    400,
                    "InvalidArgument",
                    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                            + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                            + " or a valid sha256 value.");
        }
        if (!chunked && call.header("transfer-encoding").isPresent()) {
            throw new AwsException(
                    501,
                    "NotImplemented",
                    "A header you provided implies functionality that is not implemented: Transfer-Encoding");
        }
        Optional<String> length = call.header(chunked ? "x-amz-decoded-content-length" : "content-length");
        if (chunked && length.isEmpty()) {
            throw PayloadErrors.missingLength();
        }
        return new Payload(
                hash,
                length.map(Payload::length).orElse(-1L),
                call.header("content-md5").map(Payload::md5).orElse(null),
                call.header("x-amz-trailer").orElse(null));
    }

    private static long length(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw PayloadErrors.missingLength();
        }
        long length = Long.parseLong(text);
        if (length > MAX_LENGTH) {
            throw PayloadErrors.tooLarge();
        }
        return length;
    }

    private static String md5(String text) {
        try {
            byte[] md5 = Base64.getDecoder().decode(text);
            if (md5.length == MD5_LENGTH) {
                return HexFormat.of().formatHex(md5);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, as one of another length is.
        }
        throw PayloadErrors.invalidMd5();
    }

    /**
     * Decodes a body. The stream throws an {@link AwsException} where the body is not what was promised, at its end at
     * the latest: what was read until then must not be used before the end has come.
     */
    public InputStream open(InputStream body, SignatureChain chain) {
        List<Promise> promises = new ArrayList<>();
        if (md5 != null) {
            promises.add(Promise.md5(md5));
        }
        InputStream decoded = switch (hash) {
            case UNSIGNED -> body;
            case SIGNED_CHUNKS -> new ChunkedBody(body, chain, null);
            case SIGNED_CHUNKS_AND_TRAILER -> new ChunkedBody(body, chain, Trailer.named(trailer));
            case CHUNKS_AND_TRAILER -> new ChunkedBody(body, null, Trailer.named(trailer));
            default -> {
                promises.add(Promise.sha256(hash));
                yield body;
            }
        };
        return new PromisedBody(decoded, Math.max(0, length), promises);
    }
}

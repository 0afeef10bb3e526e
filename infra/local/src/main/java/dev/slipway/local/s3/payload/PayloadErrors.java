package dev.slipway.local.s3.payload;

import dev.slipway.local.front.AwsException;
import java.util.Locale;

/** What S3 says of a body that is not what its head promised. */
final class PayloadErrors {
    private static final int BAD_REQUEST = 400;

    private PayloadErrors() {}

    static AwsException incomplete() {
        return new AwsException(BAD_REQUEST, "IncompleteBody", "The request body terminated unexpectedly");
    }

    static AwsException wrongLength() {
        return new AwsException(
                BAD_REQUEST,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }

    static AwsException missingLength() {
        return new AwsException(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }

    static AwsException tooLarge() {
        return new AwsException(BAD_REQUEST, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
    }

    static AwsException wrongHash() {
        return new AwsException(
                BAD_REQUEST,
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }

    static AwsException wrongMd5() {
        return new AwsException(
                BAD_REQUEST, "BadDigest", "The Content-MD5 you specified did not match what we received.");
    }

    static AwsException invalidMd5() {
        return new AwsException(BAD_REQUEST, "InvalidDigest", "The Content-MD5 you specified was invalid.");
    }

    static AwsException smallChunk() {
        return new AwsException(
                403,
                "InvalidChunkSizeError",
                "Only the last chunk is allowed to have a size less than " + ChunkedBody.MIN_CHUNK + " bytes");
    }

    static AwsException wrongSignature() {
        return new AwsException(
                403,
                "SignatureDoesNotMatch",
                "The signature of a chunk or of the trailing headers does not match the one we calculated.");
    }

    static AwsException malformedTrailer() {
        return new AwsException(
                BAD_REQUEST,
                "MalformedTrailerError",
                "The request contained trailing data that was not well-formed"
                        + " or did not conform to our published schema.");
    }

    static AwsException unsupportedTrailer() {
        return new AwsException(
                BAD_REQUEST, "InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
    }

    static AwsException invalidChecksum(String header) {
        return new AwsException(BAD_REQUEST, "InvalidRequest", "Value for " + header + " trailing header is invalid.");
    }

    static AwsException wrongChecksum(String algorithm) {
        return new AwsException(
                BAD_REQUEST,
                "BadDigest",
                "The " + algorithm.toUpperCase(Locale.ROOT) + " you specified did not match the calculated checksum.");
    }
}

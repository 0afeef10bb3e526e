package dev.slipway.local.s3.payload;

import dev.slipway.local.front.SignatureChain;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.gaul.s3proxy.checksum.FlexChecksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.SdkChecksum;

/**
 * The headers after the last chunk: a checksum of the decoded body and, where the chunks are signed, a signature.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html">Signature calculations
 *     for trailing headers</a>
 */
final class Trailer {
    private static final String SIGNATURE = "x-amz-trailer-signature";

    private final FlexChecksum algorithm;
    private final SdkChecksum checksum;
    private @Nullable String value;
    private @Nullable String signature;

    private Trailer(FlexChecksum algorithm) {
        this.algorithm = algorithm;
        this.checksum = algorithm.newChecksum();
    }

    /**
     * Begins the checksum that a trailer is to have.
     *
     * @param header x-amz-trailer
     */
    static Trailer named(@Nullable String header) {
        if (header == null) {
            throw PayloadErrors.malformedTrailer();
        }
        FlexChecksum algorithm = FlexChecksum.fromHeaderName(header.strip());
        if (algorithm == null) {
            throw PayloadErrors.unsupportedTrailer();
        }
        return new Trailer(algorithm);
    }

    void update(byte[] bytes, int offset, int length) {
        checksum.update(bytes, offset, length);
    }

    /** Reads the lines up to an empty one, and verifies what they say. */
    void read(Lines lines, @Nullable SignatureChain chain) throws IOException {
        takeAll(lines);
        if (chain != null && signature == null && value != null) {
            // Some clients put an empty line before the signature, and S3 takes it.
            takeAll(lines);
        }
        if (value == null || (chain == null && signature != null)) {
            throw PayloadErrors.malformedTrailer();
        }
        if (chain != null) {
            verify(chain, value);
        }
        compare(value);
    }

    private void takeAll(Lines lines) throws IOException {
        for (String line = lines.next().strip();
                !line.isEmpty();
                line = lines.next().strip()) {
            take(line);
        }
    }

    private void take(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
        if (colon > 0 && name.equals(algorithm.header()) && value == null) {
            value = line.substring(colon + 1).strip();
        } else if (colon > 0 && name.equals(SIGNATURE) && signature == null) {
            signature = line.substring(colon + 1).strip();
        } else {
            throw PayloadErrors.malformedTrailer();
        }
    }

    private void verify(SignatureChain chain, String checksumText) {
        String headers = algorithm.header() + ":" + checksumText + "\n";
        if (signature == null || !chain.hasTrailer(headers, signature)) {
            throw PayloadErrors.wrongSignature();
        }
    }

    private void compare(String text) {
        byte[] calculated = checksum.getChecksumBytes();
        byte[] given;
        try {
            given = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw PayloadErrors.invalidChecksum(algorithm.header());
        }
        if (given.length != calculated.length) {
            throw PayloadErrors.invalidChecksum(algorithm.header());
        }
        if (!MessageDigest.isEqual(given, calculated)) {
            throw PayloadErrors.wrongChecksum(algorithm.lower());
        }
    }

    /** Gives one line after another, without the line feed. */
    @FunctionalInterface
    interface Lines {
        String next() throws IOException;
    }
}

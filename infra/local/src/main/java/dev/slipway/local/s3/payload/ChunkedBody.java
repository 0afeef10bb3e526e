package dev.slipway.local.s3.payload;

import dev.slipway.local.front.SignatureChain;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@code aws-chunked}. The bytes of a chunk are handed on before its signature is known to be right, so that
 * memory stays small: until the end of the stream nothing of it may be taken for good.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Transferring payload in multiple
 *     chunks</a>
 */
final class ChunkedBody extends InputStream {
    /** All chunks but the last have at least this size. */
    static final int MIN_CHUNK = 8192;

    private static final int MAX_LINE = 1024;
    private static final Pattern UNSIGNED = Pattern.compile("([0-9a-fA-F]{1,10})\r");
    private static final Pattern SIGNED = Pattern.compile("([0-9a-fA-F]{1,10});chunk-signature=([0-9a-f]{64})\r");

    private final InputStream in;
    private final @Nullable SignatureChain chain;
    private final @Nullable Trailer trailer;
    private final MessageDigest digest = Promise.digest("SHA-256");
    private String signature = "";
    /** Of the chunk that is read; a small one is fine as long as no other follows. */
    private long size = MIN_CHUNK;

    private long left;
    private boolean ended;

    /**
     * Reads chunks.
     *
     * @param chain null where the chunks are not signed
     * @param trailer null where no headers follow them
     */
    ChunkedBody(InputStream in, @Nullable SignatureChain chain, @Nullable Trailer trailer) {
        this.in = new BufferedInputStream(in);
        this.chain = chain;
        this.trailer = trailer;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            begin();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw PayloadErrors.incomplete();
        }
        if (chain != null) {
            digest.update(bytes, offset, count);
        }
        if (trailer != null) {
            trailer.update(bytes, offset, count);
        }
        left -= count;
        if (left == 0) {
            verify();
            if (!line().equals("\r")) {
                throw PayloadErrors.incomplete();
            }
        }
        return count;
    }

    private void begin() throws IOException {
        Matcher head = (chain == null ? UNSIGNED : SIGNED).matcher(line());
        if (!head.matches()) {
            throw PayloadErrors.incomplete();
        }
        long previous = size;
        size = Long.parseLong(head.group(1), 16);
        left = size;
        signature = chain == null ? "" : head.group(2);
        if (size == 0) {
            verify();
            end();
        } else if (previous < MIN_CHUNK) {
            throw PayloadErrors.smallChunk();
        }
    }

    private void verify() {
        if (chain != null && !chain.hasChunk(digest.digest(), signature)) {
            throw PayloadErrors.wrongSignature();
        }
    }

    private void end() throws IOException {
        if (trailer != null) {
            trailer.read(this::line, chain);
        } else if (!line().equals("\r")) {
            throw PayloadErrors.incomplete();
        }
        if (in.read() >= 0) {
            throw PayloadErrors.incomplete();
        }
        ended = true;
    }

    /** Reads a line without its line feed. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == MAX_LINE) {
                throw PayloadErrors.incomplete();
            }
            line.append((char) c);
        }
        return line.toString();
    }
}

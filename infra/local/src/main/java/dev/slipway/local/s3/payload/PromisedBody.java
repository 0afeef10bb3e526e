package dev.slipway.local.s3.payload;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads a body that must have as many bytes, and those digests, as were promised. The end of the stream says that it had;
 * who has not come there knows nothing.
 */
final class PromisedBody extends InputStream {
    private final InputStream in;
    private final List<Promise> promises;
    private long left;
    private boolean kept;

    PromisedBody(InputStream in, long length, List<Promise> promises) {
        this.in = in;
        this.left = length;
        this.promises = List.copyOf(promises);
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
        int count = in.read(bytes, offset, length);
        if (count < 0) {
            end();
            return -1;
        }
        left -= count;
        if (left < 0) {
            throw PayloadErrors.wrongLength();
        }
        for (Promise promise : promises) {
            promise.digest().update(bytes, offset, count);
        }
        return count;
    }

    private void end() {
        if (kept) {
            return;
        }
        if (left > 0) {
            throw PayloadErrors.wrongLength();
        }
        promises.forEach(Promise::check);
        kept = true;
    }
}

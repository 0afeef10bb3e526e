package dev.slipway.steps.source;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An archive as it comes: counted, and with its own failures told apart from those of what is in it. */
final class Packed extends BufferedInputStream {
    private static final int BUFFER = 1 << 16;

    private final Raw raw;

    Packed(InputStream in) {
        this(new Raw(in));
    }

    private Packed(Raw raw) {
        super(raw, BUFFER);
        this.raw = raw;
    }

    long bytes() {
        return raw.bytes;
    }

    /** Returns why the archive could not be read on, when that was not the archive's fault. */
    @Nullable
    IOException failure() {
        return raw.failure;
    }

    /**
     * Returns 0 at the end only: a gzip stream goes on with its next member if there is more, and asks no other way. That of a
     * connection says 0 whenever nothing has arrived yet.
     */
    @Override
    public synchronized int available() throws IOException {
        mark(1);
        int next = read();
        reset();
        return next < 0 ? 0 : Math.max(1, super.available());
    }

    private static final class Raw extends FilterInputStream {
        private long bytes;
        private @Nullable IOException failure;

        Raw(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int count = super.read(buffer, offset, length);
                bytes += Math.max(count, 0);
                return count;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}

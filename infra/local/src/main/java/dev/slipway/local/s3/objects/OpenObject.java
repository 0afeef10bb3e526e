package dev.slipway.local.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** An object opened for reading. It stays what it was when it is replaced or deleted meanwhile. */
public final class OpenObject implements AutoCloseable {
    private final StoredObject object;
    private final FileChannel channel;

    OpenObject(StoredObject object, FileChannel channel) {
        this.object = object;
        this.channel = channel;
    }

    /** Returns what is known of the object. */
    public StoredObject object() {
        return object;
    }

    /** Returns some of its bytes. Closing the stream closes the object. */
    public InputStream bytes(long from, long length) throws IOException {
        channel.position(from);
        return new Bounded(Channels.newInputStream(channel), length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Ends before what the file holds after the object. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

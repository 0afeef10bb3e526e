package dev.slipway.steps.source.zip;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/** The content of one file, measured while it is read, and at its end held against what the file says of itself. */
abstract class Content {
    private static final long DESCRIPTOR = 0x08074b50L;

    final ZipInput in;
    final LocalFile file;
    private final CRC32 crc = new CRC32();
    long unpacked;
    private boolean ended;

    private Content(ZipInput in, LocalFile file) {
        this.in = in;
        this.file = file;
    }

    static Content of(ZipInput in, LocalFile file) {
        if (file.method() == LocalFile.DEFLATED) {
            return new Deflated(in, file);
        }
        return file.descriptorFollows() ? new StoredUntilDescriptor(in, file) : new Stored(in, file);
    }

    /** Reads on; -1 once the file has ended as it should. */
    final int read(byte[] buffer, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = more(buffer, offset, length);
        if (count > 0) {
            crc.update(buffer, offset, count);
            unpacked += count;
            return count;
        }
        ended = true;
        if (file.descriptorFollows()) {
            requireDescriptor();
        } else if (file.crc() != crc.getValue() || file.packed() != packed() || file.unpacked() != unpacked) {
            throw differs();
        }
        return -1;
    }

    /** Returns the file with the sizes that were found; call at the end. */
    final LocalFile measured(LocalFile local) {
        return local.measured(crc.getValue(), packed(), unpacked);
    }

    /** Reads at least a byte, or returns 0 at the end of the content. */
    abstract int more(byte[] buffer, int offset, int length) throws IOException;

    abstract long packed();

    void close() {}

    /** Says whether a descriptor of what was read so far stands here, in 32 bits or in 64, and how long it is. */
    final int descriptor() throws IOException {
        int signature = in.has(4) && in.peek(0, 4) == DESCRIPTOR ? 4 : 0;
        if (!in.has(signature + 12) || in.peek(signature, 4) != crc.getValue()) {
            return 0;
        }
        // Lengths of 64 bits begin like lengths of 32 when the file is empty, so the longer form is looked for first.
        if (in.has(signature + 20) && in.peek(signature + 4, 8) == packed() && in.peek(signature + 12, 8) == unpacked) {
            return signature + 20;
        }
        return in.peek(signature + 4, 4) == (packed() & 0xffffffffL)
                        && in.peek(signature + 8, 4) == (unpacked & 0xffffffffL)
                ? signature + 12
                : 0;
    }

    private void requireDescriptor() throws IOException {
        int length = descriptor();
        if (length == 0) {
            throw differs();
        }
        in.skip(length);
    }

    private static IOException differs() {
        return new IOException("a file's content is not of the size or the checksum that it says");
    }

    private static final class Deflated extends Content {
        private final Inflater inflater = new Inflater(true);

        Deflated(ZipInput in, LocalFile file) {
            super(in, file);
        }

        @Override
        int more(byte[] buffer, int offset, int length) throws IOException {
            return inflater.finished() ? 0 : in.inflate(inflater, buffer, offset, length);
        }

        @Override
        long packed() {
            return inflater.getBytesRead();
        }

        @Override
        void close() {
            inflater.end();
        }
    }

    private static final class Stored extends Content {
        Stored(ZipInput in, LocalFile file) {
            super(in, file);
        }

        @Override
        int more(byte[] buffer, int offset, int length) throws IOException {
            long rest = file.packed() - unpacked;
            if (rest == 0) {
                return 0;
            }
            int count = in.read(buffer, offset, (int) Math.min(rest, length));
            if (count < 0) {
                throw new EOFException("it ends within a file");
            }
            return count;
        }

        @Override
        long packed() {
            return unpacked;
        }
    }

    /** Content of unknown length: it ends where a descriptor tells exactly the checksum and length of all before it. */
    private static final class StoredUntilDescriptor extends Content {
        StoredUntilDescriptor(ZipInput in, LocalFile file) {
            super(in, file);
        }

        @Override
        int more(byte[] buffer, int offset, int length) throws IOException {
            int plain = in.beforeSignature(DESCRIPTOR, length);
            if (plain == 0 && descriptor() > 0) {
                return 0;
            }
            return in.read(buffer, offset, Math.max(plain, 1));
        }

        @Override
        long packed() {
            return unpacked;
        }
    }
}

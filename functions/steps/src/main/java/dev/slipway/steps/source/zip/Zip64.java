package dev.slipway.steps.source.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The extra field with the numbers that do not fit into 32 bits: only those, in the order of the header's fields. */
final class Zip64 {
    private static final int ID = 1;

    private final ByteBuffer numbers;

    private Zip64(ByteBuffer numbers) {
        this.numbers = numbers;
    }

    static Zip64 of(byte[] extra) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(extra).order(ByteOrder.LITTLE_ENDIAN);
        while (fields.remaining() >= 4) {
            int id = fields.getShort() & 0xffff;
            int length = fields.getShort() & 0xffff;
            if (length > fields.remaining()) {
                break;
            }
            ByteBuffer field = fields.slice().order(ByteOrder.LITTLE_ENDIAN).limit(length);
            if (id == ID) {
                return new Zip64(field);
            }
            fields.position(fields.position() + length);
        }
        throw new IOException("a file is said to be of Zip64 and has no size of it");
    }

    long next() throws IOException {
        if (numbers.remaining() < Long.BYTES) {
            throw new IOException("a file is said to be of Zip64 and has no size of it");
        }
        long value = numbers.getLong();
        if (value < 0) {
            throw new IOException("a header holds a number that is too large");
        }
        return value;
    }
}

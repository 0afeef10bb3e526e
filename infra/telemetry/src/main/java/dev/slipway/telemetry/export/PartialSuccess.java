package dev.slipway.telemetry.export;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads what a collector says of a batch that it took in part: {@code ExportTraceServiceResponse} of the
 * <a href="https://opentelemetry.io/docs/specs/otlp/#partial-success">OTLP specification</a>, in protobuf. A body that is
 * something else says nothing.
 */
final class PartialSuccess {
    private static final int PARTIAL_SUCCESS = 1;
    private static final int REJECTED_SPANS = 1;
    private static final int ERROR_MESSAGE = 2;
    private static final int VARINT = 0;
    private static final int BYTES = 2;

    private final byte[] message;
    private int position;
    private long rejected;
    private String error = "";

    private PartialSuccess(byte[] message) {
        this.message = message;
    }

    /** Returns in words how much was refused and why; empty when all was taken. */
    static Optional<String> of(byte[] response) {
        PartialSuccess partial = new PartialSuccess(new byte[0]);
        try {
            for (PartialSuccess outer = new PartialSuccess(response); outer.position < response.length; ) {
                long tag = outer.varint();
                byte[] field = outer.field(tag);
                if (tag >>> 3 == PARTIAL_SUCCESS && (tag & 7) == BYTES) {
                    partial = new PartialSuccess(field);
                    partial.read();
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return partial.rejected <= 0
                ? Optional.empty()
                : Optional.of("the collector refused " + partial.rejected
                        + (partial.rejected == 1 ? " span" : " spans")
                        + (partial.error.isBlank()
                                ? ""
                                : ": " + partial.error.lines().findFirst().orElse("")));
    }

    private void read() {
        while (position < message.length) {
            long tag = varint();
            if (tag >>> 3 == REJECTED_SPANS && (tag & 7) == VARINT) {
                rejected = varint();
            } else if (tag >>> 3 == ERROR_MESSAGE && (tag & 7) == BYTES) {
                error = new String(field(tag), StandardCharsets.UTF_8);
            } else {
                field(tag);
            }
        }
    }

    /** Steps over a field, and returns its bytes where it has any. */
    private byte[] field(long tag) {
        int length = switch ((int) (tag & 7)) {
            case VARINT -> {
                varint();
                yield 0;
            }
            case 1 -> Long.BYTES;
            case BYTES -> Math.toIntExact(Math.min(varint(), Integer.MAX_VALUE));
            case 5 -> Integer.BYTES;
            default -> throw new IllegalArgumentException("not protobuf");
        };
        if (length < 0 || length > message.length - position) {
            throw new IllegalArgumentException("not protobuf");
        }
        position += length;
        return Arrays.copyOfRange(message, position - length, position);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = message[position++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("not protobuf");
    }
}

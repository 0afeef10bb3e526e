package dev.slipway.telemetry.export;

import java.io.IOException;

/** Takes spans on their way to a collector that this process cannot reach itself. */
@FunctionalInterface
public interface SpanRelay {

    /**
     * Hands one batch on; called on an export thread, one batch at a time.
     *
     * @param exportTraceServiceRequest OTLP protobuf, uncompressed
     * @throws IOException when the batch did not arrive; it is dropped
     */
    void send(byte[] exportTraceServiceRequest) throws IOException;
}

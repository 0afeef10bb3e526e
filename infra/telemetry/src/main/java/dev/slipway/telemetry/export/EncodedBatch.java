package dev.slipway.telemetry.export;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;

/** An ExportTraceServiceRequest that another process has encoded; an empty one carries no span. */
final class EncodedBatch implements MessageWriter {
    private final byte[] protobuf;

    EncodedBatch(byte[] protobuf) {
        this.protobuf = protobuf.clone();
    }

    @Override
    public void writeMessage(OutputStream output) throws IOException {
        output.write(protobuf);
    }

    @Override
    public int getContentLength() {
        return protobuf.length;
    }
}

package dev.slipway.local.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Takes exports, however they came: into the store, and on to another collector where there is one. */
final class Intake {
    static final int MAX_BODY = 16 << 20;

    private final TraceStore store;
    private final @Nullable Forwarder forwarder;

    Intake(TraceStore store, @Nullable Forwarder forwarder) {
        this.store = store;
        this.forwarder = forwarder;
    }

    /** Says how many spans were not taken, and why the last of them was not. */
    record Taken(int rejected, String reason) {}

    /**
     * Takes an export.
     *
     * @throws OtlpRefusal when it is none
     */
    Taken take(Encoding encoding, byte[] body) throws IOException {
        SpanBatch batch = SpanBatch.decode(encoding, body);
        int rejected = batch.rejected();
        String reason = rejected == 0 ? "" : "spans without a valid trace and span id";
        for (Map.Entry<String, ArrayNode> trace : batch.byTrace().entrySet()) {
            if (!store.append(trace.getKey(), trace.getValue())) {
                rejected += count(trace.getValue());
                reason = "trace " + trace.getKey() + " is full";
            }
        }
        if (forwarder != null) {
            forwarder.forward(encoding, body);
        }
        return new Taken(rejected, reason);
    }

    /** Reads what was sent in a coding; no name of one stands for none. */
    static byte[] read(InputStream raw, @Nullable String coding) throws IOException {
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return limited(raw);
        }
        if (!coding.equalsIgnoreCase("gzip")) {
            throw new OtlpRefusal(415, "the encoding must be gzip or none");
        }
        try (InputStream plain = new GZIPInputStream(raw)) {
            return limited(plain);
        } catch (ZipException | EOFException e) {
            throw new OtlpRefusal(400, "the body is not gzip");
        }
    }

    /** Reads within the limit, which counts after decompression: a small body can unpack to anything. */
    private static byte[] limited(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw tooLarge();
        }
        return body;
    }

    static OtlpRefusal tooLarge() {
        return new OtlpRefusal(413, "an export has at most " + (MAX_BODY >> 20) + " MiB");
    }

    private static int count(ArrayNode resources) {
        int count = 0;
        for (JsonNode resource : resources) {
            for (JsonNode scope : resource.path("scopeSpans")) {
                count += scope.path("spans").size();
            }
        }
        return count;
    }
}

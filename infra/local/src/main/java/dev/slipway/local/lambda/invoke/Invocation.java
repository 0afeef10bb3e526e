package dev.slipway.local.lambda.invoke;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function.
 *
 * @param functionArn as the caller named it, with its qualifier, which the handler reads from its Context
 * @param payload JSON text
 * @param traceHeader an X-Ray trace header, as in {@code X-Amzn-Trace-Id}
 * @param clientContext JSON text of {@code X-Amz-Client-Context}, decoded
 */
public record Invocation(
        String requestId,
        String functionArn,
        String payload,
        String traceHeader,
        @Nullable String clientContext) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes an invocation with a new request id and, where the caller has none, an unsampled trace of its own. */
    public static Invocation of(String functionArn, String payload, @Nullable String traceHeader) {
        return new Invocation(
                UUID.randomUUID().toString(),
                functionArn,
                payload,
                traceHeader == null || traceHeader.isBlank() ? unsampledTrace() : traceHeader,
                null);
    }

    /** Returns this invocation under an id given before, as a retried event keeps its own. */
    public Invocation withRequestId(String id) {
        return new Invocation(id, functionArn, payload, traceHeader, clientContext);
    }

    /** Returns this invocation with the client context of its caller. */
    public Invocation withClientContext(@Nullable String context) {
        return new Invocation(requestId, functionArn, payload, traceHeader, context);
    }

    private static String unsampledTrace() {
        // Lambda always hands a header down; without a sampled caller and with active tracing off, it says Sampled=0.
        return "Root=1-%08x-%s;Parent=%s;Sampled=0".formatted(System.currentTimeMillis() / 1000, hex(12), hex(8));
    }

    private static String hex(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

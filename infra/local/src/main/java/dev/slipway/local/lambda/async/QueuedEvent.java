package dev.slipway.local.lambda.async;

/**
 * An accepted event.
 *
 * @param requestId its invocations' id, the same for each attempt
 * @param function the function as its caller named it, with the qualifier
 * @param attempts how often it has run
 */
record QueuedEvent(String requestId, String function, String payload, String traceHeader, int attempts) {
    QueuedEvent tried() {
        return new QueuedEvent(requestId, function, payload, traceHeader, attempts + 1);
    }
}

package dev.slipway.local.lambda.invoke;

/**
 * How an invocation ended.
 *
 * @param payload the function's answer, or the error object
 * @param failed whether the answer carries {@code X-Amz-Function-Error: Unhandled}
 * @param logTail the last 4 KB of log that the invocation wrote, as {@code LogType=Tail} asks for
 */
public record Outcome(String payload, boolean failed, String logTail) {

    /** An answer of the function. */
    public static Outcome success(String payload, String logTail) {
        return new Outcome(payload, false, logTail);
    }

    /** An error of the function or of its environment. */
    public static Outcome failure(String payload, String logTail) {
        return new Outcome(payload, true, logTail);
    }
}

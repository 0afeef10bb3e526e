package dev.slipway.local.lambda.invoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Builds the error objects of failed invocations as Lambda and its Java runtime write them.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html">Lambda function errors in Java</a>
 */
public final class ErrorPayload {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorPayload() {}

    /**
     * Describes what a handler threw, as the runtime interface client does: the type is the full class name, and the
     * stack ends where the runtime's own frames begin.
     *
     * @param runtimePackage prefix of the frames that belong to the runtime
     */
    public static String thrown(Throwable failure, String runtimePackage) {
        ObjectNode node = error(message(failure), failure.getClass().getName());
        ArrayNode stack = node.putArray("stackTrace");
        for (StackTraceElement element : failure.getStackTrace()) {
            if (element.getClassName().startsWith(runtimePackage)) {
                break;
            }
            stack.add(element.toString());
        }
        return node.toString();
    }

    /** Describes a handler that could not be loaded; the runtime sends no stack then. */
    public static String initialization(Throwable failure, String handlerClass) {
        String text = failure instanceof ClassNotFoundException
                ? "Class not found: " + handlerClass
                : "Error loading class " + handlerClass
                        + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
        return error(text, failure.getClass().getName()).toString();
    }

    /** Describes an invocation that ran into the function's time-out. */
    public static String timedOut(String requestId, int seconds) {
        return platform(requestId, "Sandbox.Timedout", timedOutText(seconds));
    }

    /** Returns what the log says of a time-out. */
    public static String timedOutText(int seconds) {
        return String.format(Locale.ROOT, "Task timed out after %d.00 seconds", seconds);
    }

    /** Describes a runtime process that ended: 128 and more is death by a signal. */
    public static String exited(String requestId, int status) {
        return platform(requestId, "Runtime.ExitError", exitedText(status));
    }

    /** Returns what the log says of a process that ended. */
    public static String exitedText(int status) {
        if (status == 128 + 9) {
            return "Runtime exited with error: signal: killed";
        }
        return status == 0
                ? "Runtime exited without providing a reason"
                : "Runtime exited with error: exit status " + status;
    }

    /** Describes a process that could not even be started. */
    public static String invalidEntrypoint(String requestId, String cause) {
        return platform(requestId, "Runtime.InvalidEntrypoint", cause);
    }

    /** Describes an answer over the limit. */
    public static String tooLarge(int bytes, int limit) {
        return error(
                        "Response payload size (" + bytes + " bytes) exceeded maximum allowed payload size (" + limit
                                + " bytes).",
                        "Function.ResponseSizeTooLarge")
                .toString();
    }

    private static String platform(String requestId, String type, String text) {
        return error("RequestId: " + requestId + " Error: " + text, type).toString();
    }

    private static ObjectNode error(String message, String type) {
        return JSON.createObjectNode().put("errorMessage", message).put("errorType", type);
    }

    private static String message(Throwable failure) {
        String text = failure.getLocalizedMessage();
        return text == null ? failure.getClass().getName() : text;
    }
}

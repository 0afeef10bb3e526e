package dev.slipway.local.stepfunctions.task;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.iam.AccessDenied;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** A failed attempt, with the error name that Retry and Catch match. */
public final class TaskFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** AWS cuts a cause here, and so do we: a Build can be longer. */
    private static final int LONGEST_CAUSE = 32_768;

    private final String error;
    private final String reason;

    /** Describes a failure by its error name and cause, as they stand in the history. */
    public TaskFailure(String error, String cause) {
        super(error + ": " + cause, null, false, false);
        this.error = error;
        this.reason = cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) : cause;
    }

    public String error() {
        return error;
    }

    /** Returns the cause in Step Functions' sense. */
    public String reason() {
        return reason;
    }

    /**
     * Names a failure of the call itself as AWS does: {@code Lambda.ResourceNotFoundException}.
     *
     * @param service as error names begin: {@code Lambda}
     */
    public static TaskFailure of(String service, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof TaskFailure known) {
            return known;
        }
        if (failure instanceof AccessDenied denied) {
            return new TaskFailure(
                    "%s.AWS%sException".formatted(service, service),
                    "%s (Service: AWS%s; Status Code: 403; Error Code: AccessDeniedException; Request ID: %s)"
                            .formatted(denied.getMessage(), service, UUID.randomUUID()));
        }
        if (failure instanceof AwsException refusal) {
            String code = refusal.code();
            return new TaskFailure(
                    service + "." + (code.endsWith("Exception") ? code : code + "Exception"),
                    refusal.getMessage() + " (Service: " + service + ", Status Code: " + refusal.status()
                            + ", Request ID: " + UUID.randomUUID() + ")");
        }
        return new TaskFailure(service + ".SdkClientException", String.valueOf(failure.getMessage()));
    }
}

package dev.slipway.cli.pipeline;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Words the failures of talking to a pipeline. */
public final class PipelineFailures {
    private PipelineFailures() {}

    /** Returns the failure of a call, refused or never answered. */
    public static CliFailure of(SdkException e) {
        if (e instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            String code = refusal.awsErrorDetails().errorCode();
            String message = refusal.awsErrorDetails().errorMessage();
            return new CliFailure(
                    ExitCode.UNREACHABLE,
                    "failed to call " + refusal.awsErrorDetails().serviceName() + ": " + code
                            + (message == null || message.isBlank() ? "" : ": " + message),
                    hint(String.valueOf(code)),
                    e);
        }
        String message = rootMessage(e);
        // The SDK lists every place it looked in, by class name; a person needs the one thing to do.
        if (message.startsWith("Unable to load region")) {
            return unreachable(
                    "no AWS region is set", "set AWS_REGION, or use the local pipeline: --pipeline local", e);
        }
        if (message.startsWith("Unable to load credentials")) {
            return unreachable(
                    "there are no AWS credentials", "sign in to AWS, or use the local pipeline: --pipeline local", e);
        }
        return unreachable(message, "see `slipway doctor`; for the local pipeline `slipway local status`", e);
    }

    static CliFailure unreachable(String cause, @Nullable String hint) {
        return new CliFailure(ExitCode.UNREACHABLE, "failed to reach the pipeline: " + cause, hint);
    }

    private static CliFailure unreachable(String cause, String hint, SdkException e) {
        return new CliFailure(ExitCode.UNREACHABLE, "failed to reach the pipeline: " + cause, hint, e);
    }

    private static String hint(String code) {
        if (code.equals("InsufficientStorage")) {
            return "free some space there, and deploy again; what was there is whole";
        }
        if (code.contains("Expired")) {
            return "your credentials have expired: sign in again";
        }
        return code.contains("AccessDenied")
                ? "your credentials may not do this: the message names the permission that they lack"
                : "see `slipway doctor`";
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage() == null ? root : root.getMessage());
    }
}

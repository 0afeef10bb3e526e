package dev.slipway.local.s3.awssdk;

import dev.slipway.local.disk.FullDisk;
import dev.slipway.local.front.AwsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns the store's refusals into the SDK's exceptions, some of which S3Proxy takes by their class. */
final class SdkErrors {
    private static final int INSUFFICIENT_STORAGE = 507;

    private SdkErrors() {}

    /**
     * Answers from the store.
     *
     * @param folder where the store is
     */
    static <T> T translated(Path folder, Answer<T> answer) {
        try {
            return answer.get();
        } catch (AwsException e) {
            throw of(e.status(), e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (FullDisk.explains(e, folder)) {
                // S3 has no such error. With this status the SDKs do not try again, which would not help.
                throw of(INSUFFICIENT_STORAGE, "InsufficientStorage", "There is no space left in " + folder);
            }
            // What S3Proxy found wrong with the body, a checksum for one, comes through here as the cause.
            throw new UncheckedIOException(e);
        }
    }

    static S3Exception of(int status, String code, String message) {
        S3Exception.Builder builder = switch (code) {
            case "NoSuchBucket" -> NoSuchBucketException.builder();
            case "NoSuchKey" -> NoSuchKeyException.builder();
            case "NoSuchUpload" -> NoSuchUploadException.builder();
            default -> S3Exception.builder();
        };
        builder.statusCode(status);
        builder.message(message);
        builder.awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build());
        return (S3Exception) builder.build();
    }

    /** A call to the store. */
    interface Answer<T> {
        T get() throws IOException;
    }
}

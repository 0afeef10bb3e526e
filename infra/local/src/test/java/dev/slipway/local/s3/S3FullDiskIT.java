package dev.slipway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.local.disk.SmallDisk;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3FullDiskIT {
    private static final String BUCKET = S3Fixture.BUCKET;

    @TempDir
    private Path folder;

    @Test
    void put_onAFullDisk_isRefusedAndLeavesWhatWasThere() throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("s3"), 4096);
                S3Fixture fixture = new S3Fixture(folder);
                S3Client client = fixture.client()) {
            client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("old"));
            String upload =
                    client.createMultipartUpload(r -> r.bucket(BUCKET).key("m")).uploadId();
            CompletedPart part = CompletedPart.builder()
                    .partNumber(1)
                    .eTag(client.uploadPart(
                                    r -> r.bucket(BUCKET)
                                            .key("m")
                                            .uploadId(upload)
                                            .partNumber(1),
                                    RequestBody.fromBytes(new byte[100_000]))
                            .eTag())
                    .build();
            fixture.events.clear();

            disk.fill();

            assertRefused(() -> client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("new")));
            assertRefused(
                    () -> client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromBytes(new byte[1_000_000])));
            // Its status has gone out before, as S3's may have.
            assertThatThrownBy(() -> client.completeMultipartUpload(
                            r -> r.bucket(BUCKET).key("m").uploadId(upload).multipartUpload(u -> u.parts(part))))
                    .isInstanceOf(S3Exception.class);
            assertRefused(
                    () -> client.createMultipartUpload(r -> r.bucket(BUCKET).key("n")));
            assertThat(read(client, "k")).isEqualTo("old");
            assertThat(fixture.events).isEmpty();
            assertThat(folder.resolve("s3/" + BUCKET + "/incoming")).isEmptyDirectory();

            disk.free();

            client.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromString("new"));
            client.completeMultipartUpload(
                    r -> r.bucket(BUCKET).key("m").uploadId(upload).multipartUpload(u -> u.parts(part)));
            assertThat(read(client, "k")).isEqualTo("new");
            assertThat(fixture.events).hasSize(2);
        }
    }

    /** With a status that the SDK does not try again. */
    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> {
            assertThat(refusal.statusCode()).isEqualTo(507);
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InsufficientStorage");
            assertThat(refusal.awsErrorDetails().errorMessage()).startsWith("There is no space left in ");
        });
    }

    private static String read(S3Client client, String key) {
        return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }
}

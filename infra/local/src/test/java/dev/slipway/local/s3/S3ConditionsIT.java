package dev.slipway.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Conditional writes, which everything that two deploys share rests on. */
final class S3ConditionsIT {
    private static final String BUCKET = S3Fixture.BUCKET;
    private static final int WRITERS = 8;
    private static final int INCREMENTS = 50;

    @TempDir
    private static Path folder;

    private static S3Fixture fixture;
    private static S3Client client;

    @BeforeAll
    static void open() {
        fixture = new S3Fixture(folder);
        client = fixture.client();
    }

    @AfterAll
    static void close() {
        client.close();
        fixture.close();
    }

    @Test
    void ifMatch_manyWriters_loseNoIncrement() throws Exception {
        client.putObject(r -> r.bucket(BUCKET).key("counter"), RequestBody.fromString("0"));

        inParallel(() -> {
            for (int i = 0; i < INCREMENTS; i++) {
                while (!increment()) {
                    Thread.onSpinWait();
                }
            }
            return true;
        });

        assertThat(read()).isEqualTo(Integer.toString(WRITERS * INCREMENTS));
    }

    @Test
    void ifNoneMatch_manyWriters_oneCreates() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "created-" + round;
            List<Boolean> created = inParallel(() -> create(key));

            assertThat(created).containsOnlyOnce(true);
        }
    }

    @Test
    void ifMatch_missingKey_noSuchKey() {
        assertThatThrownBy(() -> client.putObject(
                        r -> r.bucket(BUCKET).key("none").ifMatch("\"abc\""), RequestBody.fromString("x")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void refusedPuts_oneAfterTheOther_areAllAnswered() {
        client.putObject(r -> r.bucket(BUCKET).key("taken"), RequestBody.fromString("x"));

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> client.putObject(
                            r -> r.bucket(BUCKET).key("taken").ifNoneMatch("*"),
                            RequestBody.fromBytes(new byte[300_000])))
                    .isInstanceOfSatisfying(S3Exception.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(412);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("PreconditionFailed");
                        assertThat(e.numAttempts()).isEqualTo(1);
                    });
        }
    }

    @Test
    void delete_otherETag_isRefusedAndKeepsTheObject() {
        String etag = client.putObject(r -> r.bucket(BUCKET).key("d"), RequestBody.fromString("x"))
                .eTag();

        assertThatThrownBy(
                        () -> client.deleteObject(r -> r.bucket(BUCKET).key("d").ifMatch("\"abc\"")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        client.deleteObject(r -> r.bucket(BUCKET).key("d").ifMatch(etag));

        assertThatThrownBy(
                        () -> client.deleteObject(r -> r.bucket(BUCKET).key("d").ifMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    private static boolean increment() {
        var now = client.getObjectAsBytes(r -> r.bucket(BUCKET).key("counter"));
        int next = Integer.parseInt(now.asUtf8String()) + 1;
        return accepted(() -> client.putObject(
                r -> r.bucket(BUCKET).key("counter").ifMatch(now.response().eTag()),
                RequestBody.fromString(Integer.toString(next))));
    }

    private static boolean create(String key) {
        return accepted(() ->
                client.putObject(r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("mine")));
    }

    private static boolean accepted(Runnable put) {
        try {
            put.run();
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isEqualTo(412);
            return false;
        }
    }

    private static String read() {
        return client.getObjectAsBytes(r -> r.bucket(BUCKET).key("counter")).asUtf8String();
    }

    private static <T> List<T> inParallel(Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(Collections.nCopies(WRITERS, task))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}

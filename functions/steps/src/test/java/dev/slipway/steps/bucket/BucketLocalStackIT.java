package dev.slipway.steps.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.AppRecord;
import dev.slipway.events.state.Keys;
import dev.slipway.steps.aws.AwsClients;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.s3.S3Client;

/** Compare-and-swap of records against an S3 that others wrote. */
final class BucketLocalStackIT {
    // The last release that starts without an account.
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static LocalStackContainer localstack;
    private static Bucket bucket;

    @BeforeAll
    static void start() throws Exception {
        // Asked with the client: Testcontainers tries for minutes where there is no registry.
        Assumptions.assumeTrue(
                docker("version", "--format", "{{.Server.Version}}"), "skipped: no Docker engine answers");
        String image = IMAGE.asCanonicalNameString();
        Assumptions.assumeTrue(
                docker("image", "inspect", image) || docker("pull", "--quiet", image),
                "skipped: image " + IMAGE + " is not here and cannot be pulled");
        localstack = new LocalStackContainer(IMAGE).withServices("s3");
        localstack.start();
        S3Client s3 = new AwsClients(
                        Map.of(
                                "AWS_ENDPOINT_URL_S3", localstack.getEndpoint().toString(),
                                "AWS_REGION", localstack.getRegion(),
                                "AWS_ACCESS_KEY_ID", localstack.getAccessKey(),
                                "AWS_SECRET_ACCESS_KEY", localstack.getSecretKey()),
                        List.of())
                .build(S3Client.builder(), "S3");
        s3.createBucket(call -> call.bucket("slipway"));
        bucket = new Bucket(s3, "slipway");
    }

    private static boolean docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noCommand) {
            return false;
        }
    }

    @AfterAll
    static void stop() {
        if (localstack != null) {
            localstack.stop();
        }
    }

    @Test
    void create_recordThatIsThere_isRefused() {
        assertThat(bucket.create(Keys.appRecord("one"), record(1))).isTrue();
        assertThat(bucket.create(Keys.appRecord("one"), record(2))).isFalse();
        assertThat(bucket.create(Keys.appRecord("one"), record(1)))
                .as("our own, repeated")
                .isTrue();
    }

    @Test
    void update_byManyAtOnce_losesNothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = IntStream.range(0, 80)
                    .<Future<?>>mapToObj(i -> writers.submit(() -> bucket.update(
                            Keys.appRecord("many"),
                            AppRecord.class,
                            current -> Optional.of(
                                    record(current.map(AppRecord::lastSequence).orElse(0L) + 1, "writer-" + i)))))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(bucket.read(Keys.appRecord("many"), AppRecord.class))
                .get()
                .extracting(found -> found.value().lastSequence())
                .isEqualTo(80L);
    }

    private static AppRecord record(long sequence) {
        return record(sequence, null);
    }

    private static AppRecord record(long sequence, @Nullable String writer) {
        return new AppRecord(1, "many", sequence, writer, NOW);
    }
}

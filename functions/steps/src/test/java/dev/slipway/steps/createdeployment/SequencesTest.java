package dev.slipway.steps.createdeployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.steps.bucket.Bucket;
import dev.slipway.steps.bucket.MemoryS3;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

final class SequencesTest {
    private final Deque<Runnable> between = new ArrayDeque<>();
    private final MemoryS3 s3 = new MemoryS3() {
        @Override
        public synchronized PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            if (!between.isEmpty()) {
                between.pop().run();
            }
            return super.putObject(request, body);
        }
    };
    private final Sequences sequences =
            new Sequences(new Bucket(s3, "bucket"), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void next_whenAnotherTakesTheSameNumberFirst_takesTheOneAfterIt() {
        between.push(() -> assertThat(next("B")).isEqualTo(1));
        assertThat(next("A")).isEqualTo(2);

        between.push(() -> assertThat(next("D")).isEqualTo(3));
        assertThat(next("C")).isEqualTo(4);
    }

    @Test
    void next_againForTheSameDeployment_isTheSame() {
        assertThat(List.of(next("A"), next("A"), next("B"))).containsExactly(1L, 1L, 2L);
    }

    private long next(String deployment) {
        return sequences.next("hello", deployment);
    }
}

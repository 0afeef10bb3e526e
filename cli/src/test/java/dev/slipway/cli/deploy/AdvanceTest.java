package dev.slipway.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.state.ExecutionInput;
import dev.slipway.events.state.Kind;
import dev.slipway.events.step.CreateDeploymentResult;
import dev.slipway.events.step.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AdvanceTest {
    private static final String ID = "01KAE3W5Q8V2N4R6T0X1Y3Z5B7";
    private static final ExecutionInput INPUT =
            new ExecutionInput(1, Kind.ROLLBACK, ID, "hello", 1, null, 1L, Map.of(), null, null, false);
    private static final CreateDeploymentResult CREATED =
            new CreateDeploymentResult(ID, 1, "bucket", List.of(), "arn", INPUT, Tracing.OFF, null);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Advance advance = new Advance();

    @Test
    void hold_beforeAnything_findsNothing() throws Exception {
        assertThat(advance.hold(LONG)).isEmpty();
        assertThat(advance.isUncertain()).isFalse();
    }

    @Test
    void hold_created_findsItAndLetsNothingStart() throws Exception {
        advance.create(() -> CREATED);
        assertThat(advance.hold(LONG)).contains(INPUT);

        AtomicBoolean started = new AtomicBoolean();
        Thread starter = thread(() -> advance.start(() -> {
            started.set(true);
            return "arn";
        }));

        await().until(() -> starter.getState() == Thread.State.WAITING);
        assertThat(started).isFalse();
        starter.interrupt();
    }

    @Test
    void hold_whileCreating_waitsForWhatComesOfIt() throws Exception {
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        thread(() -> advance.create(() -> {
            calling.countDown();
            held(answer);
            return CREATED;
        }));
        calling.await();
        assertThat(advance.hold(Duration.ofMillis(1))).isEmpty();
        assertThat(advance.isUncertain()).isTrue();

        answer.countDown();

        assertThat(advance.hold(LONG)).contains(INPUT);
    }

    @Test
    void hold_creationFailed_findsNothing() throws Exception {
        assertThatThrownBy(() -> advance.create(() -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(advance.hold(LONG)).isEmpty();
        assertThat(advance.isUncertain()).isFalse();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((broken, e) -> {});
        thread.start();
        return thread;
    }

    private static void held(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.slipway.local.lambda.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.local.lambda.invoke.Invocation;
import dev.slipway.local.lambda.invoke.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventQueueTest {
    private static final List<Duration> RETRIES = List.of(Duration.ofMillis(5), Duration.ofMillis(5));
    private static final Outcome FAILED = Outcome.failure("{}", "");

    @TempDir
    Path folder;

    private final Queue<Invocation> attempts = new ConcurrentLinkedQueue<>();

    @Test
    void accept_alwaysFails_threeAttemptsWithOneId() {
        try (EventQueue queue = new EventQueue(folder, RETRIES, invocation -> record(invocation, FAILED))) {
            queue.accept(Invocation.of("f", "{\"a\":1}", null));

            await().until(this::isEmpty);
        }
        assertThat(attempts).hasSize(3).extracting(Invocation::payload).containsOnly("{\"a\":1}");
        assertThat(attempts)
                .extracting(Invocation::requestId)
                .containsOnly(attempts.element().requestId());
    }

    @Test
    void accept_succeedsOnRetry_noThirdAttempt() {
        try (EventQueue queue = new EventQueue(
                folder,
                RETRIES,
                invocation -> record(invocation, attempts.isEmpty() ? FAILED : Outcome.success("{}", "")))) {
            queue.accept(Invocation.of("f", "{}", null));

            await().until(this::isEmpty);
        }
        assertThat(attempts).hasSize(2);
    }

    @Test
    void resume_eventOfAKilledCloud_runsAgain() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        EventQueue killed = new EventQueue(folder, RETRIES, invocation -> {
            running.countDown();
            waitFor(never);
            return FAILED;
        });
        killed.accept(Invocation.of("f", "{}", null));
        waitFor(running);
        killed.close();

        try (EventQueue next =
                new EventQueue(folder, RETRIES, invocation -> record(invocation, Outcome.success("{}", "")))) {
            next.resume();

            await().until(this::isEmpty);
        }
        assertThat(attempts).hasSize(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome record(Invocation invocation, Outcome outcome) {
        attempts.add(invocation);
        return outcome;
    }

    private boolean isEmpty() {
        String[] files = folder.toFile().list();
        return files != null && files.length == 0;
    }
}

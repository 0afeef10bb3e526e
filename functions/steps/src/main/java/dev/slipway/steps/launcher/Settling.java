package dev.slipway.steps.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for Lambda to settle an update: it tells nobody, so it is asked, seldom when it takes long. */
final class Settling {
    private static final Duration FIRST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Settling() {}

    /** Asks until there is an answer or the time is over. */
    static <T> Optional<T> await(Instant until, Supplier<Optional<T>> question) {
        Duration pause = FIRST;
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent() || Instant.now().plus(pause).isAfter(until)) {
                return answer;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        }
    }
}

package dev.slipway.cli.bootstrap;

import java.time.Duration;

/** How often AWS is asked: soon after news, less the longer it is quiet, and not for ever. */
final class Pace {
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final long deadline;
    private Duration pause = SHORTEST;

    Pace(Duration patience) {
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Waits until it is time to ask again; false when it has been asked for long enough. */
    boolean next(boolean news) {
        if (System.nanoTime() >= deadline) {
            return false;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration longer = pause.multipliedBy(2);
        pause = news ? SHORTEST : longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        return true;
    }
}

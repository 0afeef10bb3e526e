package dev.slipway.local;

import dev.slipway.local.lambda.app.DockerEngine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Asks the docker command whether its engine answers, at most every half minute. */
final class DockerCommand implements DockerEngine {
    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int SECONDS_TO_ANSWER = 5;

    private final Clock clock;
    private Instant asked = Instant.MIN;
    private boolean answers;

    DockerCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized boolean answers() {
        Instant now = clock.instant();
        if (asked.plus(REMEMBERED).isBefore(now)) {
            answers = ask();
            asked = now;
        }
        return answers;
    }

    private static boolean ask() {
        ProcessBuilder command = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = command.start();
            if (!process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException noCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

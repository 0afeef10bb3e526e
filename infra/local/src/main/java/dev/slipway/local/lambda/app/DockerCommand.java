package dev.slipway.local.lambda.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the docker command for its engine, and believes the answer for a while. */
public final class DockerCommand implements DockerEngine {
    private static final Duration BELIEF = Duration.ofSeconds(30);
    private static final long WAIT_SECONDS = 3;

    private boolean answers;
    private long asked;
    private boolean known;

    @Override
    public synchronized boolean answers() {
        long now = System.nanoTime();
        if (!known || now - asked > BELIEF.toNanos()) {
            answers = ask();
            asked = now;
            known = true;
        }
        return answers;
    }

    private static boolean ask() {
        try {
            Process process = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            // No docker command: no engine.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

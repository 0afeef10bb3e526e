package dev.slipway.cli.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** A shell command in a terminal of its own, by {@code script} of util-linux, with somebody at its keyboard. */
final class PtySession implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuilder screen = new StringBuilder();

    private PtySession(Process process) {
        this.process = process;
    }

    /** Says whether this machine has what it takes. */
    static boolean isAvailable() throws InterruptedException {
        try {
            Process version = new ProcessBuilder("script", "--version").start();
            String said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return version.waitFor() == 0 && said.contains("util-linux");
        } catch (IOException e) {
            return false;
        }
    }

    static PtySession start(Map<String, String> environment, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null");
        builder.environment().putAll(environment);
        builder.environment().put("TERM", "xterm");
        PtySession session = new PtySession(builder.redirectErrorStream(true).start());
        Thread reader = new Thread(session::read, "terminal");
        reader.setDaemon(true);
        reader.start();
        return session;
    }

    /** Waits until the terminal has shown a text. */
    void expect(String text) {
        try {
            await().atMost(PATIENCE)
                    .failFast(() -> !process.isAlive() && !shown().contains(text))
                    .until(() -> shown().contains(text));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            throw new AssertionError("the terminal never showed \"" + text + "\":\n" + shown(), e);
        }
    }

    void press(String key) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(key.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Returns all that the terminal has been sent, with what steers it. */
    String shown() {
        synchronized (screen) {
            return screen.toString();
        }
    }

    private void read() {
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[8192];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                synchronized (screen) {
                    screen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

package dev.slipway.cli.console;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The keyboard of the controlling terminal, by line discipline without lines and echo.
 *
 * <p>Ctrl-C and Ctrl-Z stay signals. The terminal is given back at the end of the process whatever ends it, and while it
 * is stopped; only SIGKILL leaves that to the shell. Never waits for a key: a process that waits is stopped when it comes
 * to the background. Thread-safe.
 */
final class TtyKeyboard implements Keyboard {
    private final FileInputStream keys;
    private final byte[] buffer = new byte[256];
    private @Nullable String settings;
    private boolean hooked;
    private boolean raw;
    private boolean closed;

    private TtyKeyboard(FileInputStream keys) {
        this.keys = keys;
    }

    static Keyboard open() {
        try {
            return new TtyKeyboard(new FileInputStream(Stty.TERMINAL));
        } catch (IOException e) {
            return NONE;
        }
    }

    @Override
    public synchronized boolean listen() {
        if (!raw && !closed && Foreground.isHere()) {
            take();
        }
        return raw;
    }

    @Override
    public synchronized String pressed() {
        try {
            if (!raw || keys.available() == 0 || !Foreground.isHere()) {
                return "";
            }
            int count = keys.read(buffer);
            return count < 0 ? "" : new String(buffer, 0, count, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The terminal is gone.
            close();
            return "";
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        giveBack();
    }

    private void take() {
        if (settings == null) {
            settings = Stty.settings().orElse(null);
        }
        if (settings == null || !(hooked || hook())) {
            closed = true;
            return;
        }
        raw = Stty.set("-icanon", "-echo", "min", "1", "time", "0");
    }

    private boolean hook() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "keyboard"));
        } catch (IllegalStateException e) {
            // The process is on its way out.
            return false;
        }
        Signals.on("TSTP", this::stop);
        Signals.on("CONT", this::forget);
        hooked = true;
        return true;
    }

    private synchronized void giveBack() {
        if (raw && settings != null && Foreground.isHere()) {
            Stty.set(settings);
        }
        raw = false;
    }

    /** While the process was stopped, the shell has set the terminal as it likes it. */
    private synchronized void forget() {
        raw = false;
    }

    /** Does what SIGTSTP does by itself, with the terminal as it was before; {@link #listen} takes it again. */
    private void stop() {
        giveBack();
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // Then it is not stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

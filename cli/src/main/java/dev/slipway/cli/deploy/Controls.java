package dev.slipway.cli.deploy;

import dev.slipway.cli.console.Keyboard;
import dev.slipway.cli.progress.Progress;
import java.time.Duration;

/**
 * What the person in front of a deployment asks for with single keys: {@code l} its output, {@code d} to be let go while
 * it goes on, {@code c} to cancel it.
 *
 * <p>Keys are read by a thread of its own, which begins only when there is something to wait for. Thread-safe.
 */
final class Controls implements AutoCloseable {
    private static final Duration QUIET_START = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Keyboard keyboard;
    private final Progress progress;
    private final Runnable cancel;
    private boolean listening;
    private boolean following;
    private boolean output;
    private boolean detach;
    private boolean closed;

    private Controls(Keyboard keyboard, Progress progress, Runnable cancel) {
        this.keyboard = keyboard;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** Listens until closed. */
    static Controls listening(Keyboard keyboard, Progress progress, Runnable cancel) {
        Controls controls = new Controls(keyboard, progress, cancel);
        if (keyboard != Keyboard.NONE) {
            Thread thread = new Thread(controls::listen, "keys");
            thread.setDaemon(true);
            thread.start();
        }
        return controls;
    }

    /** The workflow runs: from here on the deployment goes on without this command, and prints something. */
    synchronized void follow() {
        following = true;
        show();
        notifyAll();
    }

    /**
     * Waits, for less when something is asked for, and says whether to go on.
     *
     * @param shown whether the output is shown, which the person may have changed since it was looked up
     */
    synchronized boolean pause(Duration duration, boolean shown) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0 && output == shown && !detach; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return !detach;
    }

    /** Says whether the output is asked for. */
    synchronized boolean output() {
        return output;
    }

    /** Gives the keyboard back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            listening = false;
            show();
            notifyAll();
        }
        keyboard.close();
    }

    private void listen() {
        try {
            rest(QUIET_START, true);
            while (!isClosed()) {
                heard(keyboard.listen());
                press(keyboard.pressed());
                rest(LOOK, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rest(Duration duration, boolean untilFollowing) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            if (untilFollowing && following) {
                return;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private synchronized void heard(boolean now) {
        if (now != listening && !closed) {
            listening = now;
            show();
        }
    }

    /** Several keys at once are a paste or an arrow key, and were not meant for this. */
    private void press(String keys) {
        if (keys.equals("c")) {
            cancel.run();
        } else {
            press(keys.length() == 1 ? keys.charAt(0) : ' ');
        }
    }

    private synchronized void press(char key) {
        if (!following) {
            return;
        }
        if (key == 'l') {
            output = !output;
            show();
        } else if (key == 'd') {
            detach = true;
        }
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void show() {
        progress.keys(
                !listening ? "" : !following ? "c cancel" : (output ? "l hide" : "l logs") + " · d detach · c cancel");
    }
}

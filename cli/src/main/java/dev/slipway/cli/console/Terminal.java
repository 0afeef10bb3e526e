package dev.slipway.cli.console;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** The terminal that is drawn to: its width, which changes when its window does, and whose it is. Thread-safe. */
public final class Terminal {
    private final IntSupplier measure;
    private final BooleanSupplier foreground;
    private volatile int columns;
    private volatile boolean changed;

    Terminal(int columns, IntSupplier measure, BooleanSupplier foreground) {
        this.columns = columns;
        this.measure = measure;
        this.foreground = foreground;
    }

    /** Begins with the width that was true when the process started. */
    public static Terminal of(Console console) {
        int first = console.columns();
        return new Terminal(
                first, () -> Stty.columns().orElse(first), () -> !console.terminal() || Foreground.mayBeHere());
    }

    /** Hears of changes from now on. */
    public void follow() {
        Signals.on("WINCH", this::change);
    }

    void change() {
        changed = true;
    }

    /** Returns the width as it is now. */
    public int columns() {
        if (changed) {
            changed = false;
            columns = measure.getAsInt();
        }
        return columns;
    }

    /** Says whether what is drawn is in nobody's way: a command in the background shares the line with the shell. */
    public boolean isOurs() {
        return foreground.getAsBoolean();
    }
}

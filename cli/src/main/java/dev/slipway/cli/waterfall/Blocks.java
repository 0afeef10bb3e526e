package dev.slipway.cli.waterfall;

import java.time.Duration;

/** Draws bars of block characters, in eighths of a column. */
final class Blocks {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final int EIGHT = 8;

    private final Duration whole;
    private final int columns;

    /** Draws within so many columns, which stand for the whole. */
    Blocks(Duration whole, int columns) {
        this.whole = whole;
        this.columns = columns;
    }

    /**
     * Returns a bar with the space before it. It has at least one eighth: what is there is seen.
     *
     * <p>Terminals fill a column from its left only. So a bar begins in the column that is nearest; a short one keeps its
     * length then, a long one its end.
     */
    String of(Row.Bar bar) {
        int from = eighths(bar.from());
        int to = eighths(bar.to());
        int first = Math.min(columns - 1, (from + EIGHT / 2) / EIGHT);
        int length = to - from < EIGHT ? to - from : to - first * EIGHT;
        int drawn = Math.max(1, Math.min(length, (columns - first) * EIGHT));
        String end = drawn % EIGHT == 0 ? "" : String.valueOf(EIGHTHS.charAt(drawn % EIGHT));
        return " ".repeat(first) + "█".repeat(drawn / EIGHT) + end;
    }

    /** Returns the column in which a moment lies. */
    int column(Duration time) {
        return Math.min(columns, (eighths(time) + EIGHT / 2) / EIGHT);
    }

    private int eighths(Duration time) {
        return whole.isZero() ? 0 : (int) Math.round((double) time.toNanos() / whole.toNanos() * columns * EIGHT);
    }
}

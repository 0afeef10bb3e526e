package dev.slipway.plan.source;

import org.jspecify.annotations.Nullable;

/**
 * A place in a source, written as {@code slipway.toml:3:5}.
 *
 * @param line from 1; absent for the whole file
 * @param column from 1; absent for the whole line
 */
public record Place(
        String file, @Nullable Integer line, @Nullable Integer column) {
    /** Returns the place of a whole file. */
    public static Place of(String file) {
        return new Place(file, null, null);
    }

    /** Returns the place of a line. */
    public static Place of(String file, int line) {
        return new Place(file, line, null);
    }

    /** Returns the place of a character. */
    public static Place of(String file, int line, int column) {
        return new Place(file, line, column);
    }

    /** Returns the place of an offset into a text. */
    public static Place at(String file, String text, int offset) {
        return of(file, lineOf(text, offset));
    }

    private static int lineOf(String text, int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    @Override
    public String toString() {
        return file + (line == null ? "" : ":" + line) + (column == null ? "" : ":" + column);
    }
}

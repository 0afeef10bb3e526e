package dev.slipway.cli.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What a check has found.
 *
 * @param check one word, or two
 * @param hint what to do about it; absent where nothing has to be done
 */
public record Finding(
        Level level, String check, String text, @Nullable String hint) {
    /** How bad it is: a failure keeps deploys from working. */
    public enum Level {
        OK,
        WARN,
        FAIL
    }

    /** Returns what is as it should be. */
    public static Finding ok(String check, String text) {
        return new Finding(Level.OK, check, text, null);
    }

    /** Returns what works for now. */
    public static Finding warn(String check, String text, String hint) {
        return new Finding(Level.WARN, check, text, hint);
    }

    /** Returns what does not work. */
    public static Finding fail(String check, String text, @Nullable String hint) {
        return new Finding(Level.FAIL, check, text, hint);
    }
}

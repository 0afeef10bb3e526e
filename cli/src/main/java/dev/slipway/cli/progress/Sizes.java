package dev.slipway.cli.progress;

import java.util.Locale;

/** Writes numbers of bytes as a person reads them. */
public final class Sizes {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private Sizes() {}

    /** Returns {@code 812 B}, {@code 4.1 KB} or {@code 1.0 GB}; a KB is 1024 bytes. */
    public static String of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}

package dev.slipway.local.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a full disk from other failures: the system says it in the language of the user, in one exception with all others. */
public final class FullDisk {
    private static final long NOTHING_BELOW = 64 * 1024;

    private FullDisk() {}

    /** Says whether a write below a folder failed for want of space. */
    public static boolean explains(IOException e, Path folder) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left")) {
            return true;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < NOTHING_BELOW;
        } catch (IOException unknown) {
            return false;
        }
    }
}

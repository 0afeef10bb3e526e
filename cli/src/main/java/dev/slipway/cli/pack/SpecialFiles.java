package dev.slipway.cli.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Names what is neither a file, a folder nor a link. */
final class SpecialFiles {
    private static final int TYPE = 0170000;

    private SpecialFiles() {}

    static String kind(Path file) throws IOException {
        Object mode;
        try {
            mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException e) {
            return "not a file";
        }
        return switch (((Integer) mode) & TYPE) {
            case 0140000 -> "socket";
            case 0010000 -> "pipe";
            default -> "device";
        };
    }
}

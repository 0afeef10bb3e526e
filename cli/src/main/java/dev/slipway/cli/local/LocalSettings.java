package dev.slipway.cli.local;

import dev.slipway.events.Codec;
import dev.slipway.events.InvalidEventException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the local cloud is to run; kept, so that one that is replaced runs on as it was asked to.
 *
 * @param otlp where spans go: {@code receiver} for its own, a URL, or {@code none}
 * @param isolated whether each step runs in a process of its own
 * @param builder which builder builds: {@code buildctl}, {@code buildx}, {@code docker} or {@code embedded}; absent for the
 *     first that is there
 */
public record LocalSettings(
        String otlp, boolean isolated, @Nullable String builder) {
    static final String RECEIVER = "receiver";

    /** The settings of a local cloud that nobody configured. */
    public static final LocalSettings DEFAULT = new LocalSettings(RECEIVER, false, null);

    static LocalSettings read(Path file) {
        try {
            return Codec.read(Files.readString(file), LocalSettings.class);
        } catch (IOException | InvalidEventException e) {
            return DEFAULT;
        }
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, Codec.write(this) + "\n");
    }
}

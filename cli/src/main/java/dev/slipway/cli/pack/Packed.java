package dev.slipway.cli.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A packed source on disk; closing it deletes the archive.
 *
 * @param sha256 of the archive's bytes, in hexadecimal
 * @param size of the archive in bytes
 * @param files how many regular files are in it
 * @param contentBytes sum of their sizes
 * @param skipped what was left out although no rule of the owner says so
 */
public record Packed(Path archive, String sha256, long size, long files, long contentBytes, List<Skipped> skipped)
        implements AutoCloseable {
    public Packed {
        skipped = List.copyOf(skipped);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(archive);
        } catch (IOException e) {
            throw new UncheckedIOException("failed to delete the temporary archive", e);
        }
    }

    /** A path that was left out, and why: {@code secret}, {@code git}, {@code socket}, {@code device}. */
    public record Skipped(String path, String reason) {}
}

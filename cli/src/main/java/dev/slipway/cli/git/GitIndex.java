package dev.slipway.cli.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * Compares the work tree with git's index by size and time, as git's own first look does. What is staged is not found by that:
 * it would take git's objects. See git's <a href="https://git-scm.com/docs/index-format">index format</a>.
 */
final class GitIndex {
    private static final int SIGNATURE = 0x44495243;
    private static final int OBJECT_ID_BYTES = 20;
    private static final int FIXED_BYTES = 62;
    private static final int REGULAR = 0b1000;
    private static final int MAX_ENTRIES = 50_000;

    private GitIndex() {}

    /** Says whether a tracked file differs; an index too large for a quick look, or of another format, reads as clean. */
    static boolean isDirty(GitFolder git) {
        Path index = git.own().resolve("index");
        try {
            return Files.isRegularFile(index) && isDirty(ByteBuffer.wrap(Files.readAllBytes(index)), git.tree());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private static boolean isDirty(ByteBuffer buffer, Path tree) {
        int signature = buffer.getInt();
        int version = buffer.getInt();
        int entries = buffer.getInt();
        if (signature != SIGNATURE || version > 3 || entries > MAX_ENTRIES) {
            return false;
        }
        for (int i = 0; i < entries; i++) {
            if (differs(buffer, tree)) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(ByteBuffer buffer, Path tree) {
        int start = buffer.position();
        int seconds = buffer.getInt(start + 8);
        int mode = buffer.getInt(start + 24);
        int size = buffer.getInt(start + 36);
        int flags = buffer.getShort(start + 40 + OBJECT_ID_BYTES) & 0xffff;
        int pathStart = start + FIXED_BYTES + ((flags & 0x4000) != 0 ? 2 : 0);
        int pathEnd = pathStart;
        while (buffer.get(pathEnd) != 0) {
            pathEnd++;
        }
        byte[] name = new byte[pathEnd - pathStart];
        buffer.get(pathStart, name);
        String path = new String(name, StandardCharsets.UTF_8);
        // Entries are padded to a multiple of eight bytes, with at least one zero.
        buffer.position(start + (pathEnd - start + 8) / 8 * 8);
        return mode >>> 12 == REGULAR && differs(tree.resolve(path), seconds, size);
    }

    private static boolean differs(Path file, int seconds, int size) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return (int) attributes.size() != size
                    || (int) attributes.lastModifiedTime().to(TimeUnit.SECONDS) != seconds;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.slipway.local.s3.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Bytes that have arrived but that nobody can see yet. Closing throws them away where they were not published. */
public final class Staged implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private long size;
    private String md5 = "";

    private Staged(Path folder) throws IOException {
        file = folder.resolve(UUID.randomUUID().toString());
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    /** Writes a stream to its end into a new file of a folder. */
    static Staged copy(Path folder, InputStream in) throws IOException {
        Staged staged = new Staged(folder);
        try {
            MessageDigest digest = md5();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    staged.size += staged.channel.write(bytes);
                }
            }
            staged.md5 = HexFormat.of().formatHex(digest.digest());
            return staged;
        } catch (IOException | RuntimeException e) {
            staged.close();
            throw e;
        }
    }

    /** Joins files into a new one, which the kernel does. Its digest is not taken. */
    static Staged join(Path folder, Iterable<Path> parts) throws IOException {
        Staged staged = new Staged(folder);
        try {
            for (Path part : parts) {
                try (FileChannel source = FileChannel.open(part, StandardOpenOption.READ)) {
                    long length = source.size();
                    for (long done = 0; done < length; ) {
                        done += source.transferTo(done, length - done, staged.channel);
                    }
                    staged.size += length;
                }
            }
            return staged;
        } catch (IOException | RuntimeException e) {
            staged.close();
            throw e;
        }
    }

    /** Returns the number of bytes. */
    public long size() {
        return size;
    }

    /** Returns the MD5 of the bytes in hexadecimal. */
    public String md5Hex() {
        return md5;
    }

    Path file() {
        return file;
    }

    FileChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        // Nothing is left to delete after a publication: the file was moved.
        Files.deleteIfExists(file);
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

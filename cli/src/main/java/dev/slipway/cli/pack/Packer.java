package dev.slipway.cli.pack;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.ignore.SourceRules;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Packs a folder into a {@code .tar.zst}.
 *
 * <p>Streams: memory does not grow with the source. Whatever is wrong with the source is a {@link CliFailure} that says
 * "failed to pack", before anything is uploaded.
 */
public final class Packer {
    private static final int BUFFER = 1 << 16;
    private static final int LEVEL = 3;

    private final Path temporary;
    private final long limit;
    private volatile @Nullable Path archive;

    /**
     * Packs into a folder for temporary files.
     *
     * @param limit size of the archive, in bytes
     */
    public Packer(Path temporary, long limit) {
        this.temporary = temporary;
        this.limit = limit;
    }

    /**
     * Packs a folder by the rules in it.
     *
     * @param listener hears how far it is
     */
    public Packed pack(Path folder, SourceRules.Settings settings, PackingListener listener) {
        requireFolder(folder);
        boolean done = false;
        try {
            Path file = Files.createTempFile(temporary, "slipway-", ".tar.zst");
            archive = file;
            Packed packed = write(folder, settings, file, listener);
            done = true;
            return packed;
        } catch (IOException e) {
            throw failure(folder, e);
        } finally {
            if (!done) {
                discard();
            }
        }
    }

    /** Deletes the archive, whole or not; for an end of the process that closes nothing. May be called by any thread. */
    public void discard() {
        Path file = archive;
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It is in the folder for temporary files, and the failure on its way out matters more.
        }
    }

    private Packed write(Path folder, SourceRules.Settings settings, Path archive, PackingListener listener)
            throws IOException {
        TreePacking packing;
        DigestingOutput digesting = new DigestingOutput(Files.newOutputStream(archive), limit);
        try (OutputStream compressed =
                new BufferedOutputStream(new ZstdOutputStreamNoFinalizer(digesting, LEVEL), BUFFER)) {
            TarWriter tar = new TarWriter(compressed);
            packing = new TreePacking(folder, tar, listener);
            new TreeWalk(folder, packing).walk(SourceRules.of(folder, settings).folder());
            tar.finish();
        }
        if (packing.files() == 0) {
            throw CliFailure.usage(
                    "failed to pack " + folder + ": there is no file to deploy in it",
                    packing.skipped().isEmpty()
                            ? "name the folder that holds the application's source"
                            : "all that is in it is ignored or secret; see .gitignore, .dockerignore and .slipwayignore");
        }
        return new Packed(
                archive,
                digesting.sha256(),
                digesting.size(),
                packing.files(),
                packing.contentBytes(),
                packing.skipped());
    }

    private static void requireFolder(Path folder) {
        if (!Files.exists(folder)) {
            throw CliFailure.usage(
                    "failed to pack " + folder + ": no such folder",
                    "name the folder that holds the application's source");
        }
        if (!Files.isDirectory(folder)) {
            throw CliFailure.usage(
                    "failed to pack " + folder + ": it is not a folder",
                    "name the folder that holds the application's source");
        }
    }

    private CliFailure failure(Path folder, IOException e) {
        String action = "failed to pack " + folder + ": ";
        if (e instanceof DigestingOutput.OverLimitException) {
            return CliFailure.usage(
                    action + e.getMessage(), "leave out what the build does not need, in .slipwayignore");
        }
        if (e instanceof AccessDeniedException denied && !inTemporary(denied)) {
            return CliFailure.usage(
                    action + "cannot read " + relative(folder, denied.getFile()),
                    "make it readable, or leave it out in .slipwayignore");
        }
        if (e instanceof NoSuchFileException gone && !inTemporary(gone)) {
            return CliFailure.usage(
                    action + relative(folder, gone.getFile()) + " disappeared while it was packed",
                    "deploy again when nothing writes to the folder");
        }
        if (e instanceof NotDirectoryException other) {
            return CliFailure.usage(
                    action + relative(folder, other.getFile()) + " changed while it was packed",
                    "deploy again when nothing writes to the folder");
        }
        if (isFull(e)) {
            return CliFailure.usage(
                    action + "no space left in " + temporary, "free some, or set TMPDIR to a folder that has more");
        }
        return CliFailure.usage(
                action + e.getMessage(),
                inTemporary(e)
                        ? "set TMPDIR to a folder that can be written to"
                        : "check that the folder can be read, and TMPDIR written to");
    }

    /** The system says it in the user's language, so the disk is asked as well. */
    private boolean isFull(IOException e) {
        if (String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no space left")) {
            return true;
        }
        try {
            return Files.getFileStore(temporary).getUsableSpace() < BUFFER;
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean inTemporary(IOException e) {
        return e instanceof FileSystemException at
                && at.getFile() != null
                && Path.of(at.getFile()).startsWith(temporary);
    }

    private static String relative(Path folder, @Nullable String file) {
        if (file == null) {
            return "a file";
        }
        Path path = Path.of(file);
        return path.startsWith(folder) ? folder.relativize(path).toString() : file;
    }
}

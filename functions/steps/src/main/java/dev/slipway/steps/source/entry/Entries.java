package dev.slipway.steps.source.entry;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one archive, in its order.
 *
 * <p>An {@link IOException} says that the archive is broken or cut; a {@link SourceRejectedException} that it holds what no
 * source tree has. Memory does not grow with what an archive says of its sizes. Not thread-safe.
 */
public interface Entries extends Closeable {

    /** Goes on past what is left of the current entry; null once the archive has ended as its format says. */
    @Nullable
    SourceEntry next() throws IOException;

    /** Reads from the content of the current entry like {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] buffer, int offset, int length) throws IOException;

    /** Returns, after the end, what only the end tells of the files before. */
    default List<LateMode> lateModes() {
        return List.of();
    }
}

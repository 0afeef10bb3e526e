package dev.slipway.steps.source.zip;

import dev.slipway.steps.source.entry.Entries;
import dev.slipway.steps.source.entry.LateMode;
import dev.slipway.steps.source.entry.SourceEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip from its beginning, file by file, and at the end holds what it read against the central directory.
 *
 * <p>A zip says everything twice, and readers differ in which of the two they believe. Here both have to say the same: each
 * file once in either place, with the same name, sizes and checksum, which is that of its content. Two files that share
 * bytes, files that only one of the lists names, and sizes that are made up are all refused by that.
 */
public final class ZipEntries implements Entries {
    static final long LOCAL_FILE = 0x04034b50L;

    private final InputStream source;
    private final ZipInput in;
    private final LongConsumer unpacked;
    private final Map<Long, LocalFile> files = new HashMap<>();
    private @Nullable Content content;
    private @Nullable LocalFile file;
    private long fileAt;
    private List<LateMode> modes = List.of();
    private boolean ended;

    /** Reads a zip; each piece of content is reported with its length before it is handed out. */
    public ZipEntries(InputStream source, LongConsumer unpacked) {
        this.source = source;
        this.in = new ZipInput(source);
        this.unpacked = unpacked;
    }

    @Override
    public @Nullable SourceEntry next() throws IOException {
        if (ended) {
            return null;
        }
        finishFile();
        if (in.peek(0, 4) != LOCAL_FILE) {
            modes = CentralDirectory.verify(in, files);
            ended = true;
            return null;
        }
        fileAt = in.position();
        LocalFile local = LocalFile.read(in);
        SourceEntry entry = local.isFolder() ? SourceEntry.folder(local.path()) : SourceEntry.file(local.path(), false);
        file = local;
        content = Content.of(in, local);
        return entry;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (content == null || length == 0) {
            return content == null ? -1 : 0;
        }
        int count = content.read(buffer, offset, length);
        if (count > 0) {
            unpacked.accept(count);
        }
        return count;
    }

    @Override
    public List<LateMode> lateModes() {
        return modes;
    }

    @Override
    public void close() throws IOException {
        if (content != null) {
            content.close();
        }
        source.close();
    }

    private void finishFile() throws IOException {
        if (content == null || file == null) {
            return;
        }
        byte[] rest = new byte[1 << 13];
        while (read(rest, 0, rest.length) >= 0) {
            // What nobody asked for counts and is checked all the same.
        }
        files.put(fileAt, content.measured(file));
        content.close();
        content = null;
    }
}

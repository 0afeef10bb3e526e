package dev.slipway.steps.source.zip;

import dev.slipway.steps.source.entry.EntryNames;
import dev.slipway.steps.source.entry.LateMode;
import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The list of files at the end of a zip, APPNOTE 4.3.12 to 4.3.16. */
final class CentralDirectory {
    private static final long FILE = 0x02014b50L;
    private static final long SIGNATURE = 0x05054b50L;
    private static final long END_64 = 0x06064b50L;
    private static final long LOCATOR_64 = 0x07064b50L;
    private static final long END = 0x06054b50L;
    private static final long IN_ZIP64 = 0xffffffffL;

    private static final int UNIX = 3;
    private static final int DARWIN = 19;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int REGULAR = 0100000;
    private static final int OWNER_EXECUTES = 0100;

    private final ZipInput in;
    private final Map<Long, LocalFile> files;
    private final Map<String, LateMode> modes = new TreeMap<>();
    private long listed;

    private CentralDirectory(ZipInput in, Map<Long, LocalFile> files) {
        this.in = in;
        this.files = files;
    }

    /**
     * Reads the list to its end.
     *
     * @param files that were read, by position; empty afterwards
     * @return the modes that only this list tells
     */
    static List<LateMode> verify(ZipInput in, Map<Long, LocalFile> files) throws IOException {
        CentralDirectory directory = new CentralDirectory(in, files);
        long begin = in.position();
        while (in.peek(0, 4) == FILE) {
            directory.file();
        }
        directory.end(begin);
        return List.copyOf(directory.modes.values());
    }

    private void file() throws IOException {
        in.skip(5);
        int system = (int) in.peek(0, 1);
        in.skip(11);
        long crc = in.u32();
        long packed = in.u32();
        long unpacked = in.u32();
        int nameLength = in.u16();
        int extraLength = in.u16();
        int commentLength = in.u16();
        in.skip(6);
        int mode = in.u16();
        long at = in.u32();
        String name = LocalFile.raw(in.bytes(nameLength));
        byte[] extra = in.bytes(extraLength);
        in.skip(commentLength);
        if (unpacked == IN_ZIP64 || packed == IN_ZIP64 || at == IN_ZIP64) {
            Zip64 zip64 = Zip64.of(extra);
            unpacked = unpacked == IN_ZIP64 ? zip64.next() : unpacked;
            packed = packed == IN_ZIP64 ? zip64.next() : packed;
            at = at == IN_ZIP64 ? zip64.next() : at;
        }
        LocalFile file = files.remove(at);
        if (file == null
                || !file.rawName().equals(name)
                || file.crc() != crc
                || file.packed() != packed
                || file.unpacked() != unpacked) {
            throw disagrees(name);
        }
        listed++;
        if (!file.isFolder() && (system == UNIX || system == DARWIN)) {
            mode(file, mode);
        }
    }

    private void mode(LocalFile file, int mode) {
        int type = mode & TYPE;
        if (type != 0 && type != REGULAR && type != LINK) {
            throw new SourceRejectedException(
                    EntryNames.quoted(file.path()) + " is of a kind that no source tree has",
                    "leave devices and pipes out");
        }
        String path = EntryNames.path(file.path());
        if (type == LINK || (mode & OWNER_EXECUTES) != 0) {
            modes.put(path, new LateMode(path, type == LINK));
        } else {
            modes.remove(path);
        }
    }

    private void end(long begin) throws IOException {
        if (!files.isEmpty()) {
            throw disagrees(files.values().iterator().next().rawName());
        }
        if (in.peek(0, 4) == SIGNATURE) {
            in.skip(4);
            in.skip(in.u16());
        }
        if (in.peek(0, 4) == END_64) {
            in.skip(4);
            long length = in.u64();
            in.skip(20);
            require(in.u64() == listed && length >= 44);
            in.skip(length - 28);
        }
        if (in.peek(0, 4) == LOCATOR_64) {
            in.skip(20);
        }
        require(in.u32() == END);
        in.skip(6);
        require(in.u16() == Math.min(listed, 0xffff));
        in.skip(4);
        long stated = in.u32();
        require(stated == begin || stated == IN_ZIP64);
        in.skip(in.u16());
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("its list of files ends otherwise than it says");
        }
    }

    private static SourceRejectedException disagrees(String name) {
        return new SourceRejectedException(
                "the source's list of files and its files do not agree on " + EntryNames.quoted(name),
                "pack the folder anew");
    }
}

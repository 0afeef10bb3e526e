package dev.slipway.steps.source;

import static dev.slipway.steps.source.Archives.assertRefused;
import static dev.slipway.steps.source.Archives.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveReaderTest {
    @TempDir
    Path folder;

    @Test
    void read_tarWithLinksAndModes_unpacksThem() throws IOException {
        unpack(tar(out -> {
            file(out, "bin/run", "#!/bin/sh\n", 0755);
            link(out, "run", "bin/run", TarConstants.LF_SYMLINK);
            link(out, "same", "bin/run", TarConstants.LF_LINK);
            folder(out, "empty/");
        }));
        assertThat(folder.resolve("bin/run")).isExecutable().hasContent("#!/bin/sh\n");
        assertThat(Files.readSymbolicLink(folder.resolve("run"))).isEqualTo(Path.of("bin/run"));
        assertThat(folder.resolve("same")).hasContent("#!/bin/sh\n");
        assertThat(folder.resolve("empty")).isEmptyDirectory();
    }

    @Test
    void read_zip_unpacksIt() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a/b.txt"));
            zip.write("b".getBytes(StandardCharsets.UTF_8));
        }
        unpack(bytes.toByteArray());
        assertThat(folder.resolve("a/b.txt")).hasContent("b");
    }

    @Test
    void read_laterEntryOfAName_replacesTheEarlierOne() throws IOException {
        unpack(tar(out -> {
            file(out, "a", "old", 0644);
            file(out, "a", "new", 0644);
        }));
        assertThat(folder.resolve("a")).hasContent("new");
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd,is an absolute path",
        "../up,climbs out of the source",
        "a/../../up,climbs out of the source",
        "C:\\\\up,is an absolute path",
    })
    void read_nameThatLeavesTheTree_isRefused(String name, String cause) throws IOException {
        byte[] archive = tar(out -> {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
            out.putArchiveEntry(entry);
            out.closeArchiveEntry();
        });
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(SourceRejectedException.class)
                .hasMessageContaining(cause);
    }

    @ParameterizedTest
    @CsvSource({"/etc", "../out", "a/../../out"})
    void read_linkThatLeavesTheTree_isRefused(String target) throws IOException {
        byte[] archive = tar(out -> link(out, "link", target, TarConstants.LF_SYMLINK));
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(SourceRejectedException.class)
                .hasMessageContaining("leaves the source");
    }

    @Test
    void read_fileBehindALink_isNotWrittenThroughIt() throws IOException {
        unpack(tar(out -> {
            folder(out, "real/");
            link(out, "alias", "real", TarConstants.LF_SYMLINK);
            file(out, "alias/inside", "x", 0644);
        }));
        assertThat(folder.resolve("real")).isEmptyDirectory();
        assertThat(folder.resolve("alias")).isDirectory();
        assertThat(Files.isSymbolicLink(folder.resolve("alias"))).isFalse();
    }

    @Test
    void read_device_isRefused() throws IOException {
        byte[] archive = tar(out -> {
            out.putArchiveEntry(new TarArchiveEntry("null", TarConstants.LF_CHR));
            out.closeArchiveEntry();
        });
        assertThatThrownBy(() -> unpack(archive)).hasMessageContaining("is a device");
    }

    @Test
    void read_bomb_isRefusedWhileItUnpacks() throws IOException {
        byte[] archive = gzip(tar(out -> file(out, "zeros", "\0".repeat(8 << 20), 0644)));
        assertThatThrownBy(() -> unpack(archive)).hasMessageContaining("100 times its size");
    }

    @Test
    void read_moreEntriesThanTheLimit_isRefused() throws IOException {
        byte[] archive = tar(out -> {
            for (int i = 0; i <= 1000; i++) {
                file(out, "f" + i, "", 0644);
            }
        });
        assertThatThrownBy(() -> unpack(archive)).hasMessageContaining("more than 1000 entries");
    }

    @Test
    void read_truncatedArchive_isRefused() throws IOException {
        byte[] whole = gzip(tar(out -> file(out, "a", "a".repeat(100_000), 0644)));
        assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(SourceRejectedException.class)
                .hasMessageContaining("broken or truncated");
    }

    @Test
    void read_noArchive_isRefused() {
        assertThatThrownBy(() -> unpack("just some text".repeat(100).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SourceRejectedException.class)
                .hasMessageContaining("is not an archive");
    }

    @Test
    void read_gzipOfSeveralMembers_isReadToItsEnd() throws IOException {
        byte[] tar = tar(out -> file(out, "a", "a".repeat(200_000), 0644));
        byte[] first = gzip(Arrays.copyOf(tar, 100_000));
        byte[] second = gzip(Arrays.copyOfRange(tar, 100_000, tar.length));
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second)) {
            @Override
            public int available() {
                return 0;
            }
        };
        assertThat(Archives.names(slow, Archives.LIMITS)).containsExactly("a");
    }

    @Test
    void read_zstdOfSeveralFrames_isReadToItsEnd() throws IOException {
        byte[] tar = tar(out -> file(out, "a", "a".repeat(200_000), 0644));
        byte[] first = Archives.zstd(out -> out.write(tar, 0, 100_000));
        byte[] second = Archives.zstd(out -> out.write(tar, 100_000, tar.length - 100_000));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        unpack(both);
        assertThat(folder.resolve("a")).hasSize(200_000);
    }

    @Test
    void read_zstdWithALargeWindow_isRefusedWithTheOptionThatMadeIt() throws IOException {
        byte[] tar = tar(out -> file(out, "a", "a", 0644));
        unpack(Archives.zstdWithWindow(27, tar));
        assertRefused(Archives.zstdWithWindow(28, tar), folder, "takes more than 128 MiB to unpack");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 12})
    void read_gzipWithoutItsEnd_isRefused(int missing) throws IOException {
        byte[] whole = gzip(tar(out -> file(out, "a", "a", 0644)));
        assertRefused(Arrays.copyOf(whole, whole.length - missing), folder, "broken or truncated");
    }

    @Test
    void read_gzipWithAWrongChecksum_isRefused() throws IOException {
        byte[] archive = gzip(tar(out -> file(out, "a", "a", 0644)));
        archive[archive.length - 8] ^= 1;
        assertRefused(archive, folder, "broken or truncated");
    }

    @Test
    void read_secondLayer_isNotMeasuredByTheFirst() throws IOException {
        byte[] noise = new byte[6 << 20];
        new Random(1).nextBytes(noise);
        byte[] first = tar(out -> file(out, "noise", new String(noise, StandardCharsets.ISO_8859_1), 0644));
        ArchiveReader reader = new ArchiveReader(Archives.LIMITS);
        Unpacker unpacker = new Unpacker(folder);
        reader.read(new ByteArrayInputStream(first), unpacker);
        reader.read(new ByteArrayInputStream(gzip(tar(out -> file(out, "small", "x", 0644)))), unpacker);
        assertThat(folder.resolve("small")).hasContent("x");
    }

    @Test
    void read_connectionThatBreaks_isNotTheArchivesFault() throws IOException {
        byte[] half = Arrays.copyOf(tar(out -> file(out, "a", "a".repeat(100_000), 0644)), 50_000);
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(half)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("connection reset");
                }
                return count;
            }
        };
        assertThatThrownBy(() -> Archives.names(broken, Archives.LIMITS))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    private void unpack(byte[] archive) throws IOException {
        Archives.unpack(archive, folder);
    }

    private static byte[] tar(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            entries.write(out);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream out, String name, String text, int mode) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(mode);
        out.putArchiveEntry(entry);
        out.write(bytes);
        out.closeArchiveEntry();
    }

    private static void folder(TarArchiveOutputStream out, String name) throws IOException {
        out.putArchiveEntry(new TarArchiveEntry(name));
        out.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream out, String name, String target, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
    }

    @FunctionalInterface
    private interface Entries {
        void write(TarArchiveOutputStream out) throws IOException;
    }
}

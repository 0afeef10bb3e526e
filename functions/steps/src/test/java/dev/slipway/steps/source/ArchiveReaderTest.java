package dev.slipway.steps.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchiveReaderTest {
    private static final Limits LIMITS = new Limits(1 << 30, 64 << 20, 100, 1000);

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

    private void unpack(byte[] archive) throws IOException {
        try (InputStream in = new ByteArrayInputStream(archive)) {
            new ArchiveReader(LIMITS).read(in, new Unpacker(folder));
        }
    }

    private static byte[] tar(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            entries.write(out);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
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

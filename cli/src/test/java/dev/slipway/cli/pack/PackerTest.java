package dev.slipway.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import dev.slipway.cli.ignore.SourceRules;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackerTest {
    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void tree() throws IOException {
        root = Files.createDirectories(folder.resolve("app"));
    }

    @Test
    void pack_tree_keepsNamesModesLinksAndEmptyFolders() throws Exception {
        write("b/run.sh", "#!/bin/sh");
        assertThat(root.resolve("b/run.sh").toFile().setExecutable(true)).isTrue();
        write("package.json", "{}");
        write("b.txt", "x");
        Files.createDirectories(root.resolve("empty"));
        Files.createSymbolicLink(root.resolve("a-link"), Path.of("b/run.sh"));

        List<String> entries = entries(pack());

        assertThat(entries)
                .containsExactly(
                        "100644 package.json 2",
                        "120777 a-link -> b/run.sh",
                        "100644 b.txt 1",
                        "40755 b/",
                        "100755 b/run.sh 9",
                        "40755 empty/");
    }

    @Test
    void pack_sameTreeTwice_isTheSameBytes() throws Exception {
        write("one/" + "long-".repeat(40) + "name.txt", "x");
        write("zwei/größe.txt", "y");
        Packed first = pack();
        Files.setLastModifiedTime(root.resolve("zwei/größe.txt"), FileTime.fromMillis(0));
        assertThat(root.resolve("zwei/größe.txt").toFile().setReadable(false, false))
                .isTrue();
        assertThat(root.resolve("zwei/größe.txt").toFile().setReadable(true, true))
                .isTrue();

        Packed second = pack();

        assertThat(second.archive()).hasSameBinaryContentAs(first.archive());
        assertThat(second.sha256()).isEqualTo(first.sha256()).isEqualTo(sha256(first.archive()));
        assertThat(entries(second)).anyMatch(entry -> entry.endsWith("größe.txt 1"));
    }

    @Test
    void pack_content_survives() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(root.resolve("data"), content);

        Packed packed = pack();

        try (TarArchiveInputStream tar = open(packed)) {
            tar.getNextEntry();
            assertThat(tar.readAllBytes()).isEqualTo(content);
        }
        assertThat(packed.files()).isEqualTo(1);
        assertThat(packed.contentBytes()).isEqualTo(300_000);
        assertThat(packed.size()).isEqualTo(Files.size(packed.archive()));
    }

    @Test
    void pack_secretsAndSockets_areSkippedAndSaid() throws Exception {
        write("app.js", "x");
        write(".env", "TOKEN=1");
        write(".git/HEAD", "ref");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("s.sock")));

            assertThat(pack().skipped())
                    .containsExactlyInAnyOrder(
                            new Packed.Skipped(".env", "secret"),
                            new Packed.Skipped(".git", "git"),
                            new Packed.Skipped("s.sock", "socket"));
        }
    }

    @Test
    void pack_noSuchFolder_isRefused() {
        root = folder.resolve("nowhere");

        refused("no such folder");
    }

    @Test
    void pack_file_isRefused() throws Exception {
        root = Files.writeString(folder.resolve("file"), "x");

        refused("it is not a folder");
    }

    @Test
    void pack_nothingInIt_isRefused() throws Exception {
        Files.createDirectories(root.resolve("only/folders"));

        refused("there is no file to deploy in it");
    }

    @Test
    void pack_linkOut_isRefusedByName() throws Exception {
        write("a", "x");
        Files.createSymbolicLink(root.resolve("out"), Path.of("../../etc/passwd"));

        refused("link out leads out of the folder, to ../../etc/passwd");
    }

    @Test
    void pack_absoluteLink_isRefused() throws Exception {
        Files.createSymbolicLink(root.resolve("out"), root.resolve("a"));

        refused("link out leads out of the folder");
    }

    @Test
    void pack_linkOutThroughALink_isRefused() throws Exception {
        write("a/b/c/x", "x");
        write("s/x", "x");
        Files.createSymbolicLink(root.resolve("a/b/c/up"), Path.of("../../../s"));
        Files.createSymbolicLink(root.resolve("sly"), Path.of("a/b/c/up/../../outside"));
        Files.writeString(folder.resolve("outside"), "x");

        refused("link sly leads out of the folder");
    }

    @Test
    void pack_overTheLimit_isRefused() throws Exception {
        byte[] noise = new byte[3 << 20];
        new Random(2).nextBytes(noise);
        Files.write(root.resolve("noise"), noise);

        refused("the archive is larger than 1 MiB");
    }

    @Test
    void pack_noTemporaryFolder_saysWhatToSet() throws Exception {
        write("a", "x");
        temporary = folder.resolve("gone");

        assertThatThrownBy(this::pack)
                .isInstanceOfSatisfying(
                        CliFailure.class,
                        failure -> assertThat(failure.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("TMPDIR")));
    }

    @Test
    void pack_manyFilesAndALargeOne_tellsHowFarItIs() throws Exception {
        for (int i = 0; i < 250; i++) {
            write("many/" + i, "x");
        }
        Files.write(root.resolve("zeros"), new byte[20 << 20]);
        List<String> heard = new ArrayList<>();

        new Packer(temporary, 1 << 20)
                .pack(root, SourceRules.Settings.DEFAULT, (files, bytes) -> heard.add(files + " " + (bytes >> 20)))
                .close();

        assertThat(heard).containsExactly("100 0", "200 0", "251 4", "251 12");
    }

    private void refused(String cause) {
        assertThatThrownBy(this::pack).isInstanceOfSatisfying(CliFailure.class, failure -> {
            assertThat(failure)
                    .hasMessageStartingWith("failed to pack " + root + ": ")
                    .hasMessageContaining(cause);
            assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        });
        assertThat(temporary).isEmptyDirectory();
    }

    private Packed pack() {
        return new Packer(temporary, 1 << 20).pack(root, SourceRules.Settings.DEFAULT, (files, bytes) -> {});
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static TarArchiveInputStream open(Packed packed) throws IOException {
        return new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(packed.archive())), "UTF-8");
    }

    private static List<String> entries(Packed packed) throws IOException {
        List<String> lines = new ArrayList<>();
        try (TarArchiveInputStream tar = open(packed)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.fromMillis(0));
                assertThat(entry.getLongUserId()).isZero();
                String type = entry.isDirectory() ? "40" : entry.isSymbolicLink() ? "120" : "100";
                String rest = entry.isDirectory()
                        ? ""
                        : entry.isSymbolicLink() ? " -> " + entry.getLinkName() : " " + entry.getSize();
                lines.add(type + Integer.toOctalString(entry.getMode()) + " " + entry.getName() + rest);
            }
        }
        return lines;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}

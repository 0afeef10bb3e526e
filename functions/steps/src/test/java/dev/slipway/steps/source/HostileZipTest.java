package dev.slipway.steps.source;

import static dev.slipway.steps.source.Archives.assertRefused;
import static dev.slipway.steps.source.Archives.names;
import static dev.slipway.steps.source.Archives.unpack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileZipTest {
    @TempDir
    Path folder;

    @Test
    void read_modesAndLinks_areThoseOfTheCentralDirectory() throws IOException {
        unpack(
                new ZipBytes()
                        .item(ZipItem.of("bin/run", "#!/bin/sh").moded(0100755))
                        .item(ZipItem.of("run", "bin/run").moded(0120777))
                        .file("plain", "x")
                        .bytes(),
                folder);
        assertThat(folder.resolve("bin/run")).isExecutable();
        assertThat(Files.readSymbolicLink(folder.resolve("run"))).isEqualTo(Path.of("bin/run"));
        assertThat(Files.isExecutable(folder.resolve("plain"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../out", "a/../../out"})
    void read_linkThatLeavesTheTree_isRefused(String target) {
        byte[] archive =
                new ZipBytes().item(ZipItem.of("link", target).moded(0120777)).bytes();
        assertRefused(archive, folder, "leaves the source");
    }

    @Test
    void read_device_isRefused() {
        byte[] archive =
                new ZipBytes().item(ZipItem.of("null", "").moded(0020666)).bytes();
        assertRefused(archive, folder, "\"null\" is of a kind that no source tree has");
    }

    static Stream<Arguments> disagreements() {
        ZipItem a = ZipItem.of("a", "content");
        return Stream.of(
                Arguments.of("a name", new ZipBytes().item(a, central -> central.named(new byte[] {'b'}))),
                Arguments.of("a size", new ZipBytes().item(a, central -> central.sized(7, 8))),
                Arguments.of("a checksum", new ZipBytes().item(a, central -> central.checked(1))),
                Arguments.of("a place", new ZipBytes().item(a, central -> central.at(1))),
                Arguments.of("an unlisted file", new ZipBytes().unlisted(a).file("b", "b")),
                Arguments.of("a file listed twice", new ZipBytes().item(a).item(a, central -> central.at(0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disagreements")
    void read_listThatDisagreesWithTheFiles_isRefused(String on, ZipBytes archive) {
        assertRefused(archive.bytes(), folder, "do not agree on");
    }

    @Test
    void read_fileInsideAnother_isReadOnce() {
        ZipItem inner = ZipItem.of("inner", "x");
        byte[] bytes = inner.local();
        ZipItem outer = ZipItem.of("outer", new String(bytes, StandardCharsets.ISO_8859_1));
        ZipBytes archive = new ZipBytes()
                .item(outer, central -> central.at(30 + 5).named("inner".getBytes(StandardCharsets.UTF_8)));
        assertRefused(archive.bytes(), folder, "do not agree on \"inner\"");
    }

    static Stream<Arguments> brokenOnes() {
        byte[] whole = new ZipBytes().file("a", "content").bytes();
        ZipItem a = ZipItem.of("a", "content");
        ZipItem deflated = ZipItem.of("a", "content", ZipItem.DEFLATED);
        return Stream.of(
                Arguments.of("no list", Arrays.copyOf(whole, a.local().length)),
                Arguments.of("half a list", Arrays.copyOf(whole, a.local().length + 20)),
                Arguments.of("no end", Arrays.copyOf(whole, whole.length - 22)),
                Arguments.of("half an end", Arrays.copyOf(whole, whole.length - 5)),
                Arguments.of("half a file", Arrays.copyOf(whole, 33)),
                Arguments.of(
                        "a wrong count",
                        new ZipBytes().file("a", "content").countedWrong().bytes()),
                Arguments.of(
                        "a wrong checksum", new ZipBytes().item(a.checked(5)).bytes()),
                Arguments.of(
                        "too long", new ZipBytes().item(a.sized(1000, 1000)).bytes()),
                Arguments.of(
                        "longer deflated",
                        new ZipBytes().item(deflated.sized(9, 8)).bytes()),
                Arguments.of(
                        "shorter deflated",
                        new ZipBytes().item(deflated.sized(3, 7)).bytes()),
                Arguments.of(
                        "no deflate",
                        new ZipBytes().item(a.by(ZipItem.DEFLATED)).bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenOnes")
    void read_brokenZip_isRefused(String how, byte[] archive) {
        assertRefused(archive, folder, "broken or truncated");
    }

    static Stream<byte[]> liesOfZip64() {
        return Stream.of(
                new byte[0],
                zip64(8, 7),
                zip64(16, 1L << 40, 1L << 40),
                zip64(16, -1, -1),
                new ZipItem.LittleEndian().put(1, 2).put(999, 2).bytes());
    }

    private static byte[] zip64(int length, long... values) {
        ZipItem.LittleEndian extra = new ZipItem.LittleEndian().put(1, 2).put(length, 2);
        for (long value : values) {
            extra.put(value, 8);
        }
        return extra.bytes();
    }

    @ParameterizedTest
    @MethodSource("liesOfZip64")
    void read_zip64WithMadeUpSizes_isRefused(byte[] extra) {
        ZipItem item =
                ZipItem.of("a", "content").sized(0xffffffffL, 0xffffffffL).with(extra);
        assertRefused(new ZipBytes().item(item).bytes(), folder, "broken or truncated");
    }

    @Test
    void read_zip64WithTheSizesThatAre_isTaken() throws IOException {
        ZipItem item =
                ZipItem.of("a", "content").sized(0xffffffffL, 0xffffffffL).with(zip64(16, 7, 7));
        unpack(new ZipBytes().item(item).bytes(), folder);
        assertThat(folder.resolve("a")).hasContent("content");
    }

    @ParameterizedTest
    @CsvSource({
        "true,false,8",
        "true,true,8",
        "false,false,8",
        "false,true,8",
        "true,false,0",
        "true,true,0",
    })
    void read_sizesBehindTheContent_areTaken(boolean signature, boolean wide, int method) throws IOException {
        String content = "PK\7\10 looks like the end and is none, PK".repeat(3000);
        unpack(
                new ZipBytes()
                        .item(ZipItem.of("a", content, method).described(signature, wide))
                        .item(ZipItem.of("b", "", method).described(signature, wide))
                        .bytes(),
                folder);
        assertThat(folder.resolve("a")).hasContent(content);
        assertThat(folder.resolve("b")).isEmptyFile();
    }

    @Test
    void read_encryptedFile_isRefused() {
        ZipItem item = ZipItem.of("a", "content").flagged(ZipItem.ENCRYPTED);
        assertRefused(new ZipBytes().item(item).bytes(), folder, "\"a\" is encrypted");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 12, 14, 93, 99})
    void read_otherMethods_areRefusedByNumber(int method) {
        ZipItem item = ZipItem.of("a", "content").by(method);
        assertRefused(new ZipBytes().item(item).bytes(), folder, "compressed by method " + method);
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd,absolute", "../up,climbs", "..\\up,climbs", "C:\\up,absolute", "a\0b,is not a path"})
    void read_nameThatLeavesTheTree_isRefused(String name, String cause) {
        assertRefused(new ZipBytes().file(name, "x").bytes(), folder, cause);
    }

    @Test
    void read_namesOfDos_areThoseThatWereMeant() throws IOException {
        ZipItem item = ZipItem.of("a", "x").named("gr\u00f6\u00dfe.txt".getBytes(Charset.forName("IBM437")));
        assertThat(names(new ZipBytes().item(item).file("folder\\file", "y").bytes()))
                .containsExactly("größe.txt", "folder/file");
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipItem.STORED, ZipItem.DEFLATED})
    void read_bombInABomb_isOneFile(int method) throws IOException {
        byte[] inner = new ZipBytes()
                .item(ZipItem.of("zeros", "\0".repeat(500_000), ZipItem.DEFLATED))
                .bytes();
        ZipItem outer = ZipItem.of("inner.zip", new String(inner, StandardCharsets.ISO_8859_1), method);
        assertThat(names(new ZipBytes().item(outer).bytes())).containsExactly("inner.zip");
    }

    @Test
    void read_bomb_isRefusedWhileItUnpacks() {
        ZipItem bomb = ZipItem.of("zeros", "\0".repeat(8 << 20), ZipItem.DEFLATED);
        assertRefused(new ZipBytes().item(bomb).bytes(), folder, "100 times its size");
    }

    @Test
    void read_moreFilesThanSixteenBitsCount_areTaken() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < 66_000; i++) {
                zip.putNextEntry(new ZipEntry("f" + i));
            }
        }
        Limits limits = new Limits(1 << 30, 64 << 20, 100, 100_000);
        assertThat(names(new ByteArrayInputStream(bytes.toByteArray()), limits)).hasSize(66_000);
    }

    @Test
    void read_bytesChangedAtRandom_failAsBrokenOrNotAtAll() throws IOException {
        byte[] whole = new ZipBytes()
                .item(ZipItem.of("a", "content".repeat(20), ZipItem.DEFLATED).described(true, true))
                .item(ZipItem.of("b", "content").sized(0xffffffffL, 0xffffffffL).with(zip64(16, 7, 7)))
                .item(ZipItem.of("c", "stored").described(true, false))
                .bytes();
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                names(changed);
            } catch (SourceRejectedException e) {
                assertThat(e.error().hint()).isNotBlank();
            }
        }
    }
}

package dev.slipway.steps.source;

import static dev.slipway.steps.source.Archives.allocated;
import static dev.slipway.steps.source.Archives.assertRefused;
import static dev.slipway.steps.source.Archives.names;
import static dev.slipway.steps.source.Archives.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.steps.source.entry.SourceRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileTarTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of("between two entries", two().bytes(), "ends without the blocks of zeros"),
                Arguments.of(
                        "after an extended header", two().pax('x', "path=c").bytes(), "ends without the blocks"),
                Arguments.of("by its mark after one", two().pax('x', "path=c").end(), "ends within an entry"),
                Arguments.of("in a header", Arrays.copyOf(two().end(), 1024 + 100), "ends within a header"),
                Arguments.of("in a file", Arrays.copyOf(two().end(), 512 + 1), "broken or truncated"),
                Arguments.of("in the padding", Arrays.copyOf(two().end(), 512 + 300), "broken or truncated"),
                Arguments.of("in its mark", Arrays.copyOf(two().end(), 2048 + 300), "ends within a header"),
                Arguments.of("by a lone block", two().zeros(1).file("c", "c").end(), "goes on after a block of zeros"));
    }

    private static TarBytes two() {
        return new TarBytes().file("a", "a").file("b", "b");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void read_cutArchive_isRefused(String where, byte[] archive, String cause) {
        assertRefused(archive, folder, cause);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void read_anyEndThatToolsWrite_isTaken(int blocks) throws IOException {
        assertThat(names(two().zeros(blocks).bytes())).containsExactly("a", "b");
    }

    @Test
    void read_whatFollowsTheEnd_isNotLookedAt() throws IOException {
        assertThat(names(two().zeros(2)
                        .raw("junk".getBytes(StandardCharsets.UTF_8))
                        .bytes()))
                .containsExactly("a", "b");
    }

    @Test
    void read_globalHeaders_areNotNames() throws IOException {
        assertThat(names(two().pax('g', "comment=0123", "path=elsewhere")
                        .file("c", "c")
                        .pax('g', "comment=x")
                        .end()))
                .containsExactly("a", "b", "c");
    }

    static Stream<Arguments> sparse() {
        byte[] map = "1\n0\n1\n".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("GNU", new TarBytes().entry('S', "a", "", map).end()),
                Arguments.of(
                        "0.1",
                        new TarBytes()
                                .pax('x', "GNU.sparse.map=0,1")
                                .file("a", "a")
                                .end()),
                Arguments.of(
                        "1.0",
                        new TarBytes()
                                .pax('x', "GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.realsize=1")
                                .entry('0', "a", "", map)
                                .end()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sparse")
    void read_sparseFile_isRefused(String kind, byte[] archive) {
        assertRefused(archive, folder, "\"a\" is packed as a sparse file");
    }

    @Test
    void read_longNames_areTakenFromEitherExtension() throws IOException {
        String name = "ü".repeat(100);
        byte[] unended = name.getBytes(StandardCharsets.UTF_8);
        assertThat(names(new TarBytes()
                        .entry('L', "././@LongLink", "", unended)
                        .file("cut" + "ü".repeat(49), "")
                        .pax('x', "path=p/" + name, "mtime=1.5")
                        .file("short", "")
                        .end()))
                .containsExactly(name, "p/" + name);
    }

    @ParameterizedTest
    @ValueSource(chars = {'L', 'K', 'x', 'g', '5', '0'})
    void read_sizeThatIsALie_takesNoMemory(char type) {
        byte[] lie = new TarBytes()
                .header(type, "a", "", TarBytes.octal(8 * GIB - 1, 11))
                .raw("4294967296 path=".getBytes(StandardCharsets.UTF_8))
                .zeros(100)
                .bytes();
        assertThat(allocated(() -> assertThatThrownBy(() -> names(lie)).isInstanceOf(SourceRejectedException.class)))
                .isLessThan(4 << 20);
    }

    @ParameterizedTest
    @CsvSource({"L,''", "K,''", "x,'4294967296 path='", "x,'4294967296 comment='", "g,'4294967296 comment='"})
    void read_headerThatIsABomb_isRefusedWhileItUnpacks(char type, String record) throws IOException {
        byte[] begin = new TarBytes()
                .header(type, "a", "", TarBytes.octal(8 * GIB - 1, 11))
                .raw(record.getBytes(StandardCharsets.UTF_8))
                .bytes();
        byte[] filler = new byte[1 << 20];
        Arrays.fill(filler, (byte) 'n');
        byte[] bomb = Archives.zstd(out -> {
            out.write(begin);
            for (int i = 0; i < 200; i++) {
                out.write(filler);
            }
        });
        assertThat(allocated(() -> assertRefused(bomb, folder, "100 times its size")))
                .isLessThan(16 << 20);
    }

    static Stream<Arguments> sizes() {
        byte[] all = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        byte[] large = {-128, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};
        return Stream.of(
                Arguments.of(all, "a number that is too large"),
                Arguments.of(large, "a number that is too large"),
                Arguments.of("-0000000001\0".getBytes(StandardCharsets.US_ASCII), "a negative number"),
                Arguments.of("0000000000x\0".getBytes(StandardCharsets.US_ASCII), "no number where one belongs"));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void read_sizeThatIsNone_isRefused(byte[] size, String cause) {
        assertRefused(new TarBytes().header('0', "a", "", size).end(), folder, cause);
    }

    @Test
    void read_sizeOf256_isTaken() throws IOException {
        byte[] size = {-128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0};
        unpack(new TarBytes().header('0', "a", "", size).raw(new byte[512]).end(), folder);
        assertThat(folder.resolve("a")).hasSize(512);
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=-1", "size=", "size=99999999999999999999", "size=1x"})
    void read_paxSizeThatIsNone_isRefused(String record) {
        assertRefused(new TarBytes().pax('x', record).file("a", "a").end(), folder, "broken or truncated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 path=a\n", "5 a=b\n", "999 path=a\n", "x path=a\n", "-9 path=a\n", "9 path=abc\n"})
    void read_paxRecordOfAWrongLength_isRefused(String record) {
        byte[] content = record.getBytes(StandardCharsets.UTF_8);
        assertRefused(
                new TarBytes().entry('x', "pax", "", content).file("a", "a").end(), folder, "broken or truncated");
    }

    @Test
    void read_linkReplacedByAFolder_isNotWrittenThrough() throws IOException {
        unpack(
                new TarBytes()
                        .folder("real/")
                        .link('2', "a", "real")
                        .folder("a/")
                        .file("a/inside", "x")
                        .link('2', "a2", "real")
                        .file("a2/inside", "x")
                        .end(),
                folder);
        assertThat(folder.resolve("real")).isEmptyDirectory();
        assertThat(folder.resolve("a/inside")).hasContent("x");
        assertThat(folder.resolve("a2/inside")).hasContent("x");
    }

    @Test
    void read_folderReplacedByALink_isRefused() {
        assertRefused(
                new TarBytes().file("a/x", "x").link('2', "a", "b").end(), folder, "\"a\" is a folder and a file");
    }

    @Test
    void finish_linkThatLeavesThroughAnother_isRefused() throws IOException {
        byte[] archive = new TarBytes()
                .link('2', "d/e/up", "../..")
                .link('2', "sly", "d/e/up/..")
                .end();
        Path inner = Files.createDirectories(folder.resolve("inner"));
        assertRefused(archive, inner, "link \"sly\" leaves the source: it points to \"d/e/up/..\"");
    }

    @Test
    void finish_circlesAndLinksToNothing_areTaken() throws IOException {
        unpack(
                new TarBytes()
                        .link('2', "a", "b")
                        .link('2', "b", "a")
                        .link('2', "c", "nowhere")
                        .end(),
                folder);
        assertThat(folder.resolve("c")).isSymbolicLink();
    }

    @ParameterizedTest
    @CsvSource({
        "/etc/passwd,is an absolute path",
        "../out,climbs out of the source",
        "alias/inside,points to no file before it",
        "alias,points to no file before it",
        "real,points to no file before it",
        "later,points to no file before it",
    })
    void read_hardLinkToWhatIsNoFileOfTheTree_isRefused(String target, String cause) {
        byte[] archive = new TarBytes()
                .file("real/inside", "x")
                .link('2', "alias", "real")
                .link('1', "hard", target)
                .file("later", "x")
                .end();
        assertRefused(archive, folder, cause);
    }

    @Test
    void read_fileOverAHardLink_leavesTheOtherNameAlone() throws IOException {
        unpack(
                new TarBytes()
                        .file("a", "old")
                        .link('1', "b", "a")
                        .file("b", "new")
                        .end(),
                folder);
        assertThat(folder.resolve("a")).hasContent("old");
    }

    @ParameterizedTest
    @CsvSource({"a\0b,is not a path", "'',has no name", ".,has no name", "..,climbs out of the source"})
    void read_pathThatIsNone_isRefused(String path, String cause) {
        byte[] archive = path.isEmpty()
                ? new TarBytes().file("", "x").end()
                : new TarBytes().pax('x', "path=" + path).file("a", "x").end();
        assertRefused(archive, folder, cause);
    }

    @Test
    void read_namesInOtherEncodings_areRefused() {
        byte[] record = "10 path=\u00e4\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] archive =
                new TarBytes().entry('x', "pax", "", record).file("a", "x").end();
        assertRefused(archive, folder, "is not UTF-8");
    }

    @Test
    void read_controlCharactersAndCase_areKeptApart() throws IOException {
        unpack(
                new TarBytes()
                        .file("a\nb", "1")
                        .file("README", "2")
                        .file("readme", "3")
                        .end(),
                folder);
        assertThat(folder.resolve("a\nb")).hasContent("1");
        assertThat(folder.resolve("README")).hasContent("2");
        assertThat(folder.resolve("readme")).hasContent("3");
    }

    @Test
    void read_controlCharacters_areNotInMessages() {
        assertRefused(new TarBytes().file("a\u001b[2J\n/../b", "x").end(), folder, "\"a?[2J?/../b\" climbs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é"})
    void read_nameThatLinuxDoesNotTake_isRefused(String letter) throws IOException {
        int most = 255 / letter.getBytes(StandardCharsets.UTF_8).length;
        String name = letter.repeat(most);
        unpack(new TarBytes().pax('x', "path=" + name).file("a", "x").end(), folder);
        assertThat(folder.resolve(name)).hasContent("x");
        byte[] longer =
                new TarBytes().pax('x', "path=" + name + letter).file("a", "x").end();
        assertRefused(longer, folder, "is longer than the 255 bytes");
    }

    @Test
    void read_pathThatLinuxDoesNotTake_isRefused() {
        byte[] archive = new TarBytes()
                .pax('x', "path=" + "folder/".repeat(1000) + "a")
                .file("a", "x")
                .end();
        assertRefused(archive, folder, "is longer than the 3840 bytes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void read_namesThatTogetherAreTooLong_areRefused() {
        TarBytes tar = new TarBytes();
        for (int i = 0; i < 400; i++) {
            tar.pax('x', "path=" + "folder/".repeat(500) + i).file("a", "");
        }
        assertThatThrownBy(() -> names(tar.end())).hasMessageContaining("longer than 256 characters on average");
    }

    @Test
    void read_bytesChangedAtRandom_failAsBrokenOrNotAtAll() throws IOException {
        byte[] whole = new TarBytes()
                .pax('x', "path=long/name", "size=3")
                .file("a", "abc")
                .entry('L', "././@LongLink", "", "n".repeat(120).getBytes(StandardCharsets.UTF_8))
                .link('2', "b", "long/name")
                .end();
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                names(new ByteArrayInputStream(changed), Archives.LIMITS);
            } catch (SourceRejectedException e) {
                assertThat(e.error().hint()).isNotBlank();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

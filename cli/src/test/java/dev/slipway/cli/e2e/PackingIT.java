package dev.slipway.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that cannot be packed as it is: refused with one message and one hint, nothing sent, nothing left. */
class PackingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    Path folder;

    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private Path source;
    private Path temporary;
    private HttpServer aws;
    private Slipway slipway;

    @BeforeEach
    void open() throws IOException {
        source = Files.createDirectories(folder.resolve("app"));
        temporary = Files.createDirectories(folder.resolve("temporary"));
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            sent.add(exchange.getRequestMethod() + " " + body.replaceAll("&.*", ""));
            exchange.sendResponseHeaders(400, -1);
            exchange.close();
        });
        aws.start();
        slipway = new Slipway(folder)
                .with("SLIPWAY_PIPELINE", "elsewhere")
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.getAddress().getPort())
                .with("AWS_REGION", "eu-central-1")
                .with("AWS_ACCESS_KEY_ID", "AKIATEST")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("TMPDIR", temporary.toString());
    }

    @AfterEach
    void close() {
        aws.stop(0);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("grows", file -> Files.writeString(file, "more", StandardOpenOption.APPEND)),
                change("shrinks", file -> Files.writeString(file, "")),
                change("isTouched", file -> Files.setLastModifiedTime(file, FileTime.fromMillis(0))),
                change("isReplacedByOneLikeIt", file -> {
                    Path other = Files.writeString(file.resolveSibling("../other"), "tnetnoc");
                    Files.setLastModifiedTime(other, LONG_AGO);
                    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
                }),
                change("becomesAFolder", file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }));
    }

    private static Arguments change(String name, Change change) {
        return Arguments.of(name, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void deploy_fileThatChangesWhileItIsPacked_isRefused(String name, Change change) throws Exception {
        assertRefused(
                deployWhile(change), "z-file changed while it was packed", "deploy again when nothing writes to it");
    }

    @Test
    void deploy_fileThatVanishesWhileItIsPacked_isRefused() throws Exception {
        assertRefused(
                deployWhile(Files::delete),
                "z-file disappeared while it was packed",
                "deploy again when nothing writes to the folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret.bin", "secret.d/inside"})
    void deploy_whatCannotBeRead_isRefused(String path) throws Exception {
        write(path, "x");
        Path closed = source.resolve(path.replaceAll("/.*", ""));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        if (Files.isReadable(closed)) {
            // The administrator reads everything, but for one who has given that up.
            slipway.through("setpriv", "--bounding-set=-dac_override,-dac_read_search");
            assumeThat(slipway.runs("true"))
                    .as("setpriv drops the rights of the administrator")
                    .isTrue();
        }

        assertRefused(
                slipway.run("deploy", source.toString()),
                "cannot read " + source.relativize(closed),
                "make it readable, or leave it out in .slipwayignore");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void deploy_noSpaceForTheArchive_isRefused() throws Exception {
        byte[] noise = new byte[2 << 20];
        new Random(1).nextBytes(noise);
        Files.write(source.resolve("noise"), noise);

        try (SmallDisk disk = SmallDisk.at(temporary, 1024)) {
            assertRefused(
                    slipway.run("deploy", source.toString()),
                    "no space left in " + temporary,
                    "free some, or set TMPDIR to a folder that has more");
        }
    }

    /** Packs a large file first, and changes a later one, which has been listed by then, in that time. */
    private Slipway.Ended deployWhile(Change change) throws Exception {
        byte[] noise = new byte[4 << 20];
        new Random(1).nextBytes(noise);
        Files.write(source.resolve("a-large"), noise);
        try (RandomAccessFile large =
                new RandomAccessFile(source.resolve("a-large").toFile(), "rw")) {
            large.setLength(1L << 30);
        }
        Path file = write("z-file", "content");
        Files.setLastModifiedTime(file, LONG_AGO);

        Slipway.Running deploy = slipway.start("deploy", source.toString());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(this::isPacking);
        change.make(file);
        return deploy.await();
    }

    private boolean isPacking() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.anyMatch(file -> size(file) > 0);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(Slipway.Ended deploy, String cause, String hint) {
        assertThat(deploy.exitCode()).as(deploy.err()).isEqualTo(2);
        assertThat(deploy.out()).isEmpty();
        List<String> lines = deploy.err().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("failed to pack " + source + ": " + cause);
        assertThat(lines.get(1)).startsWith("hint: " + hint);
        assertThat(temporary).isEmptyDirectory();
        assertThat(sent).allMatch("POST Action=DescribeStacks"::equals);
    }

    private Path write(String path, String content) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @FunctionalInterface
    private interface Change {
        void make(Path file) throws IOException;
    }
}

package dev.slipway.steps.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "builds run by bash, as on CodeBuild")
final class DockerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"200 OK, true", "500 Internal Server Error, false"})
    void answers_socketOfAnEngine_isAsItSays(String status, boolean expected) throws IOException {
        Path socket = folder.resolve("engine");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(() -> answer(engine, status));
            thread.start();
            assertThat(docker("DOCKER_HOST", "unix://" + socket).answers()).isEqualTo(expected);
        }
    }

    @Test
    void answers_socketThatNobodyListensAt_isNone() throws IOException {
        Path socket = folder.resolve("engine");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(docker("DOCKER_HOST", "unix://" + socket).answers()).isFalse();
        assertThat(docker("DOCKER_HOST", "unix://" + folder.resolve("nothing")).answers())
                .isFalse();
    }

    @Test
    void answers_engineElsewhere_isTakenAtItsWord() {
        assertThat(docker("DOCKER_HOST", "ssh://elsewhere").answers()).isTrue();
    }

    @Test
    void buildx_pluginOfDocker_isFoundAfterOneOnThePath() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Docker docker = docker("PATH", ":" + bin);
        assertThat(docker.buildx()).isEmpty();
        assertThat(docker.hasCommand()).isFalse();
        Path plugin = program(plugins.resolve("docker-buildx"));
        assertThat(docker.buildx()).contains(plugin);
        Path own = program(bin.resolve("docker-buildx"));
        program(bin.resolve("docker"));
        assertThat(docker.buildx()).contains(own);
        assertThat(docker.hasCommand()).isTrue();
    }

    private Docker docker(String variable, String value) {
        return new Docker(Map.of(variable, value), List.of(folder.resolve("plugins")));
    }

    private static Path program(Path file) throws IOException {
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void answer(ServerSocketChannel engine, String status) {
        try (SocketChannel client = engine.accept()) {
            client.read(ByteBuffer.allocate(64));
            client.write(ByteBuffer.wrap(("HTTP/1.0 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

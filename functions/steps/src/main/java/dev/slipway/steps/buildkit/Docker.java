package dev.slipway.steps.buildkit;

import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a machine has of Docker, found among its files and by its socket: the docker command would take longer to say so than
 * all else that a build begins with, as it asks each of its plugins first.
 */
final class Docker {
    /** Where the docker command looks for plugins, but for the user's own folder, which a build does not have. */
    private static final List<Path> PLUGINS = List.of(
            Path.of("/usr/local/lib/docker/cli-plugins"),
            Path.of("/usr/local/libexec/docker/cli-plugins"),
            Path.of("/usr/lib/docker/cli-plugins"),
            Path.of("/usr/libexec/docker/cli-plugins"));

    private static final String UNIX = "unix://";
    private static final String SOCKET = UNIX + "/var/run/docker.sock";
    private static final int SECONDS_TO_ANSWER = 10;

    private final Map<String, String> environment;
    private final List<Path> plugins;

    Docker(Map<String, String> environment) {
        this(environment, PLUGINS);
    }

    /** Looks for plugins in the given folders. */
    Docker(Map<String, String> environment, List<Path> plugins) {
        this.environment = environment;
        this.plugins = plugins;
    }

    /** Asks the engine for a sign of life. One that is not on this machine is taken at its word, as a buildkitd is. */
    boolean answers() {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isEmpty() && !host.startsWith(UNIX)) {
            return true;
        }
        Path socket = Path.of((host.isEmpty() ? SOCKET : host).substring(UNIX.length()));
        return Files.exists(socket)
                && CompletableFuture.supplyAsync(() -> ping(socket))
                        .completeOnTimeout(false, SECONDS_TO_ANSWER, TimeUnit.SECONDS)
                        .join();
    }

    /** Asks as the "Docker Engine API" has it. */
    private static boolean ping(Path socket) {
        try (SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            engine.write(ByteBuffer.wrap("GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(64);
            engine.read(answer);
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString().contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    /** Says whether there is a docker command. */
    boolean hasCommand() {
        return path().map(folder -> folder.resolve("docker")).anyMatch(Files::isExecutable);
    }

    /** Returns the program of docker buildx, which can be run by itself. */
    Optional<Path> buildx() {
        return Stream.concat(path(), plugins.stream())
                .map(folder -> folder.resolve("docker-buildx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Stream<Path> path() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
    }
}
